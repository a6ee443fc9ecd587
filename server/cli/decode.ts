import { Option } from 'commander';
import type { DecodedCookie } from '../../shared/cookie/types';
import { decodeText, readNamedFile } from './input';
import { colorsFor, UsageError, type ExitCode, type Io } from './io';
import type { Cli } from './program';
import {
  DEFAULT_NAME,
  fileOf,
  secretsOf,
  withoutSecret,
  type SecretOptions,
  type SecretSource,
} from './secrets';

interface DecodeCommandOptions extends SecretOptions {
  showTokens?: boolean;
  format: 'text' | 'json';
  /** Only there to be refused. */
  secret?: unknown;
}

/** The documented output of `decode --format json`. Times are Unix seconds, bytes those of `name=value`. */
export interface DecodeJson {
  version: 1;
  cookies: (Pick<DecodedCookie, 'name' | 'kind' | 'bytes' | 'chunks' | 'status' | 'payload'> &
    Pick<DecodedCookie, 'issuedAt' | 'expiresAt'>)[];
}

/** As many bytes as `parsePasted` takes characters, at the most bytes a character has in UTF-8 and UTF-16. */
const LIMIT = 60_000_000;
const TOO_LARGE = 'is too large: export a HAR file without content, or one request only';

export function registerDecode({ program, io, exit }: Cli): void {
  const command = program.command('decode');
  const { outputError } = command.configureOutput();
  command
    .summary('open session cookies')
    .description(
      'Opens the cookies the SDK writes: sessions, ids of sessions, connection tokens, logins in progress.\nTakes whatever you copied: a value, Cookie or Set-Cookie headers, a cURL command, a HAR file,\na table of cookies, JSON. Without a file it reads standard input.',
    )
    .argument('[file]', 'what you copied, or - for standard input')
    .addOption(
      new Option('--secret-env <name>', 'variable with the secret; repeat it for older ones')
        .argParser(collect)
        .default([], DEFAULT_NAME),
    )
    .option('--secret-file <file>', 'read the variable from this .env file')
    .addOption(new Option('--env-file <file>').conflicts('secretFile').hideHelp())
    .option('--show-tokens', 'print tokens instead of their length')
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .addOption(new Option('--secret [value]').argParser(refuseSecret).hideHelp())
    .addHelpText(
      'after',
      `
The secret comes from an environment variable (default: AUTH0_SECRET), from an .env file, or is asked for. It is
never an argument: other users of the machine can read those.

Exit code: 0 every cookie opened, also those that ended, 1 one did not or none was found, 2 wrong use.

Examples:
  pbpaste | session-lens decode --secret-file .env.local
  session-lens decode request.har --format json`,
    )
    // Commander repeats what it does not understand, which may be a secret that was put there.
    .configureOutput({ outputError: (text, write) => outputError?.(withoutValues(text), write) })
    .action(async (file: string | undefined, options: DecodeCommandOptions) => {
      if (options.secret !== undefined) refuseSecret();
      exit(await decode(file, options, io));
    });
}

function collect(value: string, before: readonly string[]): string[] {
  return [...before, value];
}

function refuseSecret(): never {
  throw new UsageError(
    'a secret is never an argument, because other users of the machine can read those: put it into an environment variable, name an .env file with --secret-file, or let decode ask for it',
  );
}

/** Keeps the name of an option as far as it can be one. */
function withoutValues(text: string): string {
  return text
    .replace(/(unknown option ')((?:--[a-z][a-z-]{0,20}(?=[='])|-[a-z])?)[^']*'/is, "$1$2'")
    .replace(/(argument ')[^']*(' is invalid)/s, '$1…$2');
}

async function decode(file: string | undefined, options: DecodeCommandOptions, io: Io): Promise<ExitCode> {
  const secrets = secretsOf(options, io);
  const text = await readInput(file, io);
  // Loaded here: the other commands need neither jose nor the parsers.
  const [{ parsePasted }, { decodeCookies }, { redactPayload }] = await Promise.all([
    import('../../shared/cookie/parse'),
    import('../../shared/cookie/decode'),
    import('../../shared/cookie/redact'),
  ]);
  const { cookies: pasted, note } = parsePasted(text);
  const now = Math.floor(Date.now() / 1000);
  const open = () =>
    decodeCookies(
      pasted,
      secrets.map(({ value }) => value),
      { now },
    );
  let cookies = await open();
  if (secrets.length === 0 && cookies.some(({ status }) => status === 'wrong-secret')) {
    // A terminal that has been read to its end gives no answer.
    const canAsk = file !== undefined && file !== '-';
    secrets.push(await ask(options, canAsk ? io.askHidden : undefined));
    cookies = await open();
  }
  if (cookies.length === 0) {
    io.stderr.write(`session-lens: ${note ?? 'the input holds no cookie of @auth0/nextjs-auth0'}\n`);
  } else if (note !== null) io.stderr.write(`session-lens: ${note}\n`);
  const shown = options.showTokens ? cookies : cookies.map((cookie) => redacted(cookie, redactPayload));
  if (options.format === 'json') printJson(shown, io);
  else await printText(shown, secrets, now, io);
  return cookies.length > 0 && cookies.every(isDecoded) ? 0 : 1;
}

async function readInput(file: string | undefined, io: Io): Promise<string> {
  if (file !== undefined && file !== '-') {
    return decodeText(readNamedFile(file, io.cwd, 'the file to decode', LIMIT, TOO_LARGE));
  }
  if (io.stdin === undefined) throw new UsageError('there is no standard input');
  if (io.stdin.isTTY && file === undefined) {
    throw new UsageError(
      'nothing to decode: name a file, or pipe in what you copied, such as `pbpaste | session-lens decode` (`session-lens decode -` lets you paste it here)',
    );
  }
  if (io.stdin.isTTY)
    io.stderr.write('Paste the cookie, then press Enter and Ctrl+D (Windows: Ctrl+Z, Enter).\n');
  return decodeText(await io.stdin.read(LIMIT));
}

async function ask(options: SecretOptions, askHidden: Io['askHidden']): Promise<SecretSource> {
  if (askHidden === undefined || options.secretEnv.length > 0 || fileOf(options) !== undefined) {
    throw withoutSecret(options);
  }
  const value = await askHidden('Secret (AUTH0_SECRET)');
  if (value === null || value === '') throw new UsageError('no secret was given');
  return { value, from: 'the secret you typed' };
}

/** An expired cookie opens; one with chunks left over from another opens too, but no SDK reads it. */
function isDecoded({ payload, status }: DecodedCookie): boolean {
  return payload !== null && (status === 'valid' || status === 'expired');
}

function redacted(
  cookie: DecodedCookie,
  redact: (
    payload: NonNullable<DecodedCookie['payload']>,
    kind: DecodedCookie['kind'],
  ) => DecodedCookie['payload'],
): DecodedCookie {
  return { ...cookie, payload: cookie.payload === null ? null : redact(cookie.payload, cookie.kind) };
}

/** The reasons go to standard error: the JSON says only that a cookie did not open. */
function printJson(cookies: readonly DecodedCookie[], io: Io): void {
  const json: DecodeJson = {
    version: 1,
    cookies: cookies.map(({ name, kind, bytes, chunks, status, payload, issuedAt, expiresAt }) => ({
      name,
      kind,
      bytes,
      chunks,
      status,
      payload,
      issuedAt,
      expiresAt,
    })),
  };
  io.stdout.write(`${JSON.stringify(json, null, 2)}\n`);
  for (const cookie of cookies) {
    if (!isDecoded(cookie)) io.stderr.write(`session-lens: ${cookie.message}\n`);
  }
}

async function printText(
  cookies: readonly DecodedCookie[],
  secrets: readonly SecretSource[],
  now: number,
  io: Io,
): Promise<void> {
  const { describeCookie } = await import('./decodeText');
  const context = {
    now,
    colors: colorsFor(io.stdout, io.env),
    // Zero is what a terminal says that does not know its size.
    width: io.stdout.columns || 100,
    secretName: (index: number) => (secrets.length > 1 ? (secrets[index]?.from ?? null) : null),
  };
  io.stdout.write(cookies.map((cookie) => describeCookie(cookie, context)).join('\n'));
}
