/** Does a duration look like milliseconds? The SDK counts in seconds. */
import ts from 'typescript';
import type { Effective } from '../../model';
import type { KnownValue } from '../../syntax/value';

/** `certain`: the expression multiplies by 1000, or says so by name. `likely`: only the size says so. */
export type Suspicion = 'certain' | 'likely';

const DAY = 86_400;
const suspiciouslyLong = 400 * DAY;

export function suspicion(value: KnownValue, effective: Effective): Suspicion | null {
  const number = value.value;
  if (typeof number !== 'number' || !Number.isFinite(number) || number < 60_000) return null;
  const look = lookOf(value, effective);
  if (look.divides || look.namesSeconds) return null;
  if (look.namesMilliseconds) return 'certain';
  if (look.thousand && (number >= suspiciouslyLong || look.timeFactor)) return 'certain';
  if (number < suspiciouslyLong || look.thousand || look.timeFactor) return null;
  return isRound(number / 1000) ? 'likely' : null;
}

/** A whole multiple of 5 minutes, up to a year. */
function isRound(seconds: number): boolean {
  return seconds % 300 === 0 && seconds <= 366 * DAY;
}

interface Look {
  /** The factor `1000` of a product. */
  thousand: ts.Node | null;
  /** A factor 60, 3600 or 86400: the author counts from seconds upwards. */
  timeFactor: boolean;
  divides: boolean;
  namesSeconds: boolean;
  namesMilliseconds: boolean;
}

function lookOf(value: KnownValue, effective: Effective): Look {
  const look: Look = {
    thousand: thousandOf(value.origin.node),
    timeFactor: false,
    divides: false,
    namesSeconds: false,
    namesMilliseconds: false,
  };
  const visit = (node: ts.Node): void => {
    if (ts.isNumericLiteral(node) && [60, 3_600, 86_400].includes(numberOf(node))) look.timeFactor = true;
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.SlashToken)
      look.divides = true;
    if (ts.isIdentifier(node)) addName(node.text, look);
    ts.forEachChild(node, visit);
  };
  visit(value.origin.node);
  const { parent } = value.origin.node;
  if (parent && ts.isVariableDeclaration(parent)) visit(parent.name);
  if (effective.node && effective.value.kind === 'known') visit(effective.node);
  return look;
}

/** Reads a name word by word: `DAY_IN_MS`, `weekMillis`, `SESSION_SECONDS`. */
function addName(name: string, look: Look): void {
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split('_');
  look.namesMilliseconds ||= words.some((word) => /^(?:ms|msecs?|millis?|milliseconds?)$/.test(word));
  look.namesSeconds ||= words.some((word) => /^sec(?:ond)?s?$/.test(word));
}

/** The literal `1000` where it is a factor of the whole value. */
export function thousandOf(node: ts.Node): ts.NumericLiteral | null {
  if (ts.isParenthesizedExpression(node)) return thousandOf(node.expression);
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.AsteriskToken) return null;
  for (const side of [node.right, node.left]) {
    if (ts.isNumericLiteral(side) && numberOf(side) === 1000) return side;
  }
  return thousandOf(node.left) ?? thousandOf(node.right);
}

function numberOf(literal: ts.NumericLiteral): number {
  return Number(literal.text.replaceAll('_', ''));
}
