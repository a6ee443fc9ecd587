import type { AppModel, EnvEntry, Rule } from '../model';
import { placeOfEntry } from './support/envEdits';
import { prefersSecretVariable, secretCommandFix } from './support/secret';

/** Characters. `openssl rand -hex 32` gives 64; the SDK takes one character as well (4.9.0 and 4.30.0, run). */
const leastLength = 32;

export const rule: Rule = {
  meta: {
    id: 'auth0-secret-weak',
    severity: 'warning',
    description: 'AUTH0_SECRET is short enough to be guessed, or only a placeholder.',
    fixable: true,
  },
  check(app, report) {
    if (!prefersSecretVariable(app)) return;
    for (const entry of secrets(app).filter(isWeak)) {
      report({
        ...placeOfEntry(entry),
        message: command.test(entry.value)
          ? 'Next.js runs no command in this file: the secret is this very text, and whoever guesses it opens every session. Write the output of `openssl rand -hex 32` here.'
          : 'This secret can be guessed, and whoever guesses it opens every session. Make a new one with `openssl rand -hex 32`.',
        fixes: [secretCommandFix(entry)],
      });
    }
  },
};

/** Not those of tests and of development alone. */
function secrets({ project }: AppModel): readonly EnvEntry[] {
  return project.env.filter(
    ({ name, file }) => name === 'AUTH0_SECRET' && !/\.(test|development)\b/.test(file),
  );
}

/** What templates put there. Brackets count around the whole value only: a random one may hold some. */
const placeholder =
  /openssl|change.?me|your.?(auth0.?)?secret|replace.?(this|me)|placeholder|^<.*>$|^\[.*\]$/i;

/** Run with @next/env 14 and 16: `$(…)` is no reference, and gets to the application as it is written. */
const command = /^\$\(.+\)$/;

/** `$NAME` of another variable, `op://vault/item/field` of a secret manager. */
const reference = /\$\{?\w|^(?!https?:)[a-z][a-z\d+.-]*:\/\/\S/i;

/** `__AUTH0_SECRET__` is replaced at deployment, in a file that is deployed. */
const replaced = /^__\w+__$/;

/** The value is only looked at here: neither it nor its length is ever told. */
function isWeak({ value, file }: EnvEntry): boolean {
  // An empty one is missing.
  if (value === '') return false;
  if (command.test(value)) return true;
  if (reference.test(value) || (replaced.test(value) && !file.endsWith('.local'))) return false;
  return value.length < leastLength || placeholder.test(value) || new Set(value).size < 5;
}
