/** Edits that put a suppression comment where it works and leaves the program as it is. */
import ts from 'typescript';
import type { TextEdit } from '../../shared/finding';
import { lineStarts, positionAt } from '../../shared/text';
import { isEnvFile, parseSuppressions, type Directive } from '../app/suppressions';
import { parseModule } from '../syntax/parse';

const SCRIPT = /\.[mc]?[jt]sx?$/;

/** Undefined where no comment can stand: in a template literal, or in a file format without comments. */
export function disableLineEdit(
  file: string,
  text: string,
  line: number,
  rule: string,
): TextEdit | undefined {
  if (!isEnvFile(file) && !SCRIPT.test(file)) return undefined;
  const extend = extendable(file, text, (d) => d.kind === 'disable-next-line' && d.target === line);
  if (extend) return insertion(file, text, extend.end, `, ${rule}`);
  const start = lineStarts(text)[line];
  if (start === undefined) return undefined;
  const around = isEnvFile(file) ? 'env' : surroundings(file, text, start);
  if (around === 'template') return undefined;
  const indent = /^[ \t]*/.exec(text.slice(start))?.[0] ?? '';
  const words = `session-lens-disable-next-line ${rule}`;
  const comment = { env: `# ${words}`, code: `// ${words}`, jsx: `{/* ${words} */}` }[around];
  return insertion(file, text, start, `${indent}${comment}${lineEnd(text)}`);
}

export function disableFileEdit(file: string, text: string, rule: string): TextEdit | undefined {
  if (!isEnvFile(file) && !SCRIPT.test(file)) return undefined;
  const extend = extendable(file, text, (d) => d.kind === 'disable' && d.target === 0);
  if (extend) return insertion(file, text, extend.end, `, ${rule}`);
  const shebang = isEnvFile(file) ? null : /^\uFEFF?#![^\r\n]*(?:\r\n|\n|\r)/.exec(text);
  const words = `session-lens-disable ${rule}`;
  const comment = isEnvFile(file) ? `# ${words}` : `/* ${words} */`;
  return insertion(file, text, shebang?.[0].length ?? 0, `${comment}${lineEnd(text)}`);
}

/** A comment of the wanted kind that already names rules: it gets one more. */
function extendable(file: string, text: string, wanted: (d: Directive) => boolean): Directive | undefined {
  return parseSuppressions(text, file).directives.find((d) => d.rules.length > 0 && wanted(d));
}

/** What holds the line break before `lineStart`: code, the children of a JSX element, or a template literal. */
function surroundings(file: string, text: string, lineStart: number): 'code' | 'jsx' | 'template' {
  if (lineStart === 0) return 'code';
  let found: 'code' | 'jsx' | 'template' = 'code';
  const visit = (node: ts.Node): void => {
    if (node.pos >= lineStart || node.end < lineStart) return;
    if (ts.isJsxText(node)) found = 'jsx';
    else if (isTemplateText(node) && node.getStart() < lineStart && lineStart < node.end) found = 'template';
    else ts.forEachChild(node, visit);
  };
  visit(parseModule(file, text).ast);
  return found;
}

function isTemplateText(node: ts.Node): boolean {
  return (
    ts.isNoSubstitutionTemplateLiteral(node) ||
    ts.isTemplateHead(node) ||
    ts.isTemplateMiddle(node) ||
    ts.isTemplateTail(node)
  );
}

function insertion(file: string, text: string, offset: number, newText: string): TextEdit {
  const position = positionAt(lineStarts(text), offset);
  return { file, range: { start: position, end: position }, newText };
}

function lineEnd(text: string): string {
  return /\r\n|\n|\r/.exec(text)?.[0] ?? '\n';
}
