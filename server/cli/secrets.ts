import { envValues } from '../../shared/envValues';
import { parseEnv } from '../project/env';
import { decodeText, readNamedFile } from './input';
import { UsageError, type Io } from './io';

/** A secret to try, and where it stands: names only, never a part of its value. */
export interface SecretSource {
  value: string;
  /** `AUTH0_SECRET`, `AUTH0_SECRET of .env.local`. */
  from: string;
}

export interface SecretOptions {
  /** Names of environment variables, in the order they are tried. */
  secretEnv: readonly string[];
  secretFile?: string;
  /** Another name of `secretFile`, which Node.js knows too: see `nodeReadsEnvFile`. */
  envFile?: string;
}

export const DEFAULT_NAME = 'AUTH0_SECRET';
const ENV_FILE_LIMIT = 1_000_000;

/** What the environment and the file have, without repeats. */
export function secretsOf(options: SecretOptions, io: Io): SecretSource[] {
  const { secretEnv } = options;
  const file = fileOf(options);
  const names = secretEnv.length > 0 ? secretEnv : [DEFAULT_NAME];
  for (const name of names) {
    // Somebody who takes the option for the secret itself must not see it in a message or a log.
    if (!/^[A-Za-z_]\w*$/.test(name)) {
      throw new UsageError('--secret-env takes the name of an environment variable, not the secret');
    }
  }
  const inFile = file === undefined ? [] : fromFile(file, names, io);
  const inEnvironment = names.map((name) => ({ value: io.env[name] ?? '', from: name }));
  const seen = new Set(['']);
  return [...inFile, ...inEnvironment].filter(({ value }) => !seen.has(value) && seen.add(value));
}

export function fileOf({ secretFile, envFile }: SecretOptions): string | undefined {
  return secretFile ?? envFile;
}

/**
 * Does Node.js read the file of `--env-file` itself? It looks for this option of its own on the whole command line up to
 * a `--`, and applies `NODE_OPTIONS` of the file, which can run code, before any of ours does.
 */
export function nodeReadsEnvFile(commandLine: readonly string[]): boolean {
  const first = commandLine
    .slice(1)
    .find((argument) => /^--(?:$|env-file(?:-if-exists)?(?:=|$))/.test(argument));
  return first !== undefined && first !== '--';
}

function fromFile(name: string, names: readonly string[], io: Io): SecretSource[] {
  const bytes = readNamedFile(name, io.cwd, 'the file with the secret', ENV_FILE_LIMIT);
  const all = Object.fromEntries(parseEnv(decodeText(bytes), name).map((entry) => [entry.name, entry.value]));
  if (Object.hasOwn(all, 'NODE_OPTIONS') && nodeReadsEnvFile(io.commandLine?.() ?? [])) {
    io.stderr.write(
      'session-lens: Node.js reads --env-file too and has applied the NODE_OPTIONS of that file, which can run code; use --secret-file\n',
    );
  }
  return names.flatMap((variable) =>
    // Next.js replaces `$NAME` in a value, which surprises: the secret of a running app may be the shorter one.
    envValues(all, variable, io.env).map(({ value, reading }) => {
      const from = `${variable} of ${name}`;
      return { value, from: reading === 'as-written' ? `${from}, with its $ as written` : from };
    }),
  );
}

/** Why there is none, for people. */
export function withoutSecret(options: SecretOptions): UsageError {
  const { length } = options.secretEnv;
  const names = length === 0 ? DEFAULT_NAME : 'The variable of --secret-env';
  const where = fileOf(options) === undefined ? 'the environment' : 'the environment or the file';
  return new UsageError(
    `no secret: ${length > 1 ? 'none of the variables of --secret-env is' : `${names} is not`} in ${where}; set it, or name one with --secret-env, or an .env file with --secret-file`,
  );
}
