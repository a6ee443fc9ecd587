import ts from 'typescript';
import type { ClientModel, Rule, RuleFix } from '../model';
import { alternatives, type OneOfValue, type Value } from '../syntax/value';
import { replaceOption } from './support/edits';
import { isWritten, placeOfOption, sessionClients } from './support/session';

export const rule: Rule = {
  meta: {
    id: 'rolling-not-boolean',
    severity: 'error',
    description: 'rolling is a string, and every string but the empty one counts as true.',
    fixable: true,
  },
  check(app, report) {
    for (const client of sessionClients(app)) {
      const values = alternatives(client.rolling.value);
      const texts = values.filter(isText);
      if (texts.length === 0) continue;
      const meansOff = texts.some((v) => v.kind === 'unknown' || saysOff(v));
      const isCertain = texts.length === values.length;
      if (!isCertain && !texts.some((v) => v.kind === 'unknown')) continue;
      const fix = fixOf(client, texts);
      report({
        ...placeOfOption(client, client.rolling),
        message: messageOf(texts, meansOff),
        severity: !meansOff ? 'hint' : isCertain ? 'error' : 'warning',
        fixes: fix ? [fix] : [],
      });
    }
  },
};

type Single = Exclude<Value, OneOfValue>;

function isText(value: Single): boolean {
  return value.kind === 'known'
    ? typeof value.value === 'string'
    : value.kind === 'unknown' && value.type === 'string';
}

function saysOff(value: Single): boolean {
  return value.kind === 'known' && /^(false|0|no|off)$/i.test(String(value.value));
}

function messageOf(texts: readonly Single[], meansOff: boolean): string {
  const variable = texts.find((v) => v.kind === 'unknown');
  if (variable?.kind === 'unknown') {
    const name = variable.env ?? 'the variable';
    return `Sessions keep rolling even where ${name} is "false": it is a string, and every string but the empty one counts as true.`;
  }
  const written = texts[0]?.kind === 'known' ? `"${String(texts[0].value)}"` : 'a string';
  return meansOff
    ? `Sessions keep rolling: ${written} is a string, and every string but the empty one counts as true.`
    : `rolling is the string ${written} where the SDK expects true or false.`;
}

function fixOf(client: ClientModel, texts: readonly Single[]): RuleFix | null {
  const { node } = client.rolling;
  if (!node) return null;
  if (ts.isStringLiteralLike(node)) {
    const value = texts.some(saysOff) || node.text === '' ? 'false' : 'true';
    // With rolling off an idle limit would be the next finding, and which of the two is meant is not ours to say.
    if (value === 'false' && isWritten(client.inactivityDuration)) return null;
    return fix(client, value, true);
  }
  if (!texts.some((v) => v.kind === 'unknown')) return null;
  const text = node.getText();
  const quote = text.includes('"') ? '"' : "'";
  const isSimple =
    ts.isIdentifier(node) || ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
  return fix(client, `${isSimple ? text : `(${text})`} !== ${quote}false${quote}`, true);
}

function fix(client: ClientModel, newText: string, safe: boolean): RuleFix | null {
  const edit = replaceOption(client.rolling, newText);
  return (
    edit && {
      title: `Write ${newText.length > 60 ? 'a comparison with "false"' : newText}`,
      edits: [edit],
      safe,
    }
  );
}
