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
        message:
          'This secret can be guessed, and whoever guesses it opens every session. Make a new one with `openssl rand -hex 32`.',
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

/** The value is only looked at here: neither it nor its length is ever told. */
function isWeak({ value }: EnvEntry): boolean {
  // An empty one is missing, and `$NAME` stands for something else.
  if (value === '' || value.includes('$')) return false;
  return value.length < leastLength || placeholder.test(value) || new Set(value).size < 5;
}
