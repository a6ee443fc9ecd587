/** Values of an env file as Next.js reads them. What this returns goes to the decoder and nowhere else. */

export interface EnvValue {
  value: string;
  /** The value has `$` in it, which Next.js replaces: this is the replaced text, or the text as written. */
  reading: 'plain' | 'expanded' | 'as-written';
}

type Env = Readonly<Record<string, string | undefined>>;

/**
 * The values a variable of the file can have for Next.js: `all` is what dotenv reads in the file, `env` the environment
 * around, whose values count more in what a `$` stands for. A value with a `$` that no backslash escapes has two: what
 * @next/env makes of it, and the text as written, which is what a host's own settings would hold.
 */
export function envValues(all: Env, variable: string, env: Env = {}): EnvValue[] {
  const written = own(all, variable);
  if (written === undefined || written === '') return [];
  if (!written.includes('$')) return [{ value: written, reading: 'plain' }];
  const expanded = unescaped(expand(written, all, env) ?? '');
  if (expanded === written || !REFERENCE.test(written)) return [{ value: expanded, reading: 'plain' }];
  const values: EnvValue[] = [
    { value: expanded, reading: 'expanded' },
    { value: written, reading: 'as-written' },
  ];
  return values.filter(({ value }) => value !== '');
}

/** As in @next/env 16.4.6 (dotenv-expand): a `$` without a backslash before it. */
const REFERENCE = /(?<!\\)\$/;
/** Next.js recurses until the stack ends on `A=$A`; nobody nests deeper than this. */
const MAX_STEPS = 100;
const MAX_LENGTH = 100_000;

/** The last reference first, until none is left; undefined where Next.js fails. Other files are not looked at. */
function expand(text: string, all: Env, env: Env): string | undefined {
  let value = text;
  for (let step = 0; step < MAX_STEPS; step++) {
    const at = lastReference(value);
    const match = at < 0 ? null : /((?<!\\)\$\{?(\w+)(?::-([^}\\]*))?\}?)/.exec(value.slice(at));
    if (match === null) return value;
    const [, whole = '', name = '', fallback] = match;
    value = value.replace(whole, () => own(env, name) || fallback || own(all, name) || '');
    if (value.length > MAX_LENGTH) return undefined;
  }
  return undefined;
}

function own(values: Env, name: string): string | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}

function lastReference(text: string): number {
  for (let at = text.lastIndexOf('$'); at >= 0; at = at === 0 ? -1 : text.lastIndexOf('$', at - 1)) {
    if (text[at - 1] !== '\\') return at;
  }
  return -1;
}

function unescaped(text: string): string {
  return text.replaceAll('\\$', '$');
}
