import { InvalidArgumentError, Option } from 'commander';
import { breakdown } from '../../shared/cookie/breakdown';
import { headerShare } from '../../shared/cookie/headerLimits';
import { predictCookies, type Prediction } from '../../shared/cookie/size';
import { lineStarts, positionAt } from '../../shared/text';
import type { CookieEstimate } from '../app/cookieEstimate';
import { visible } from './columns';
import { decodeText, readNamedFile } from './input';
import { colorsFor, UsageError, type ExitCode, type Io } from './io';
import { toVersion } from './optionValues';
import { relativeTo, resolveDirectories } from './paths';
import type { Cli } from './program';
import { uncheckedApps } from './unchecked';

interface SizeCommandOptions {
  payload?: string;
  name?: string;
  sdk?: string;
  headerLimit?: number;
  format: 'text' | 'json';
}

/** The documented output of `size --format json`. Bytes are those of `name=value`. */
export interface SizeJson {
  version: 1;
  /** JSON of the session without `exp`. */
  payloadBytes: number;
  /** All cookies, those of connection tokens (`__FC_0`) included. */
  cookieBytes: number;
  /** Bytes of each cookie of the session itself. */
  chunks: number[];
  /** `cookieBytes` as a share of the limits: `node`, `nginx`, `apache`, `alb`, `cloudfront`, `cloudflare`, `vercel`; `own` with `--header-limit`. */
  headerShare: Record<string, number>;
  /** Of a directory only: the fields above are those of the client with the largest cookies, a usual session assumed. */
  clients?: SizeJsonClient[];
}

export interface SizeJsonClient {
  /** POSIX path relative to the directory. */
  file: string;
  line: number;
  name: string;
  low: SizeJsonRange;
  typical: SizeJsonRange;
  high: SizeJsonRange;
  /** Of the cookie that each login in progress adds: `__txn_…`. */
  loginBytes: number;
  /** What the range rests on. */
  assumptions: string[];
}

interface SizeJsonRange {
  payloadBytes: number;
  cookieBytes: number;
  chunks: number[];
}

/** No request header is nearly as long. */
const LARGEST_PAYLOAD = 1_000_000;

export function registerSize({ program, io, exit }: Cli): void {
  program
    .command('size')
    .summary('predict the bytes of the session cookies')
    .description(
      'Predicts the cookies of a session: from its JSON exactly, or for the clients of the app in a directory\n(default: the current one) as a range.',
    )
    .argument('[dir]', 'directory of the app')
    .option('--payload <file>', 'the session object as the SDK stores it, as JSON ("-": standard input)')
    .option('--name <name>', 'name of the session cookie', toName)
    .option('--sdk <version>', 'behave like this version of the SDK', toVersion)
    .option('--header-limit <bytes>', 'what your own host takes of request headers', toBytes)
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .addHelpText('after', '\nExample: session-lens size --payload session.json --sdk 4.30.0')
    .action(async (dir: string | undefined, options: SizeCommandOptions) =>
      exit(await size(dir, options, io)),
    );
}

/** A cookie's name is a token (RFC 6265, section 4.1.1). */
function toName(text: string): string {
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(text)) throw new UsageError('this is no name of a cookie');
  return text;
}

function toBytes(text: string): number {
  const bytes = Number(text);
  if (!/^\d+$/.test(text) || bytes === 0) {
    throw new InvalidArgumentError('It must be a whole number of bytes, 1 or more.');
  }
  return bytes;
}

async function size(dir: string | undefined, options: SizeCommandOptions, io: Io): Promise<ExitCode> {
  if (options.payload !== undefined && dir !== undefined) {
    throw new UsageError('give a directory, or a session with --payload');
  }
  const output =
    options.payload === undefined
      ? await ofApps(dir, options, io)
      : await ofPayload(await readPayload(options.payload, io), options, io);
  io.stdout.write(output);
  return 0;
}

async function readPayload(file: string, io: Io): Promise<object> {
  const bytes =
    file === '-'
      ? ((await io.stdin?.read(LARGEST_PAYLOAD)) ?? new Uint8Array())
      : readNamedFile(file, io.cwd, 'the payload', LARGEST_PAYLOAD);
  let payload: unknown;
  try {
    payload = JSON.parse(decodeText(bytes).replace(/^\ufeff/, ''));
  } catch {
    // The parser's message would quote the session.
    throw new UsageError('the payload is not JSON');
  }
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) {
    throw new UsageError('the payload is no JSON object');
  }
  return payload;
}

async function ofPayload(
  payload: object,
  { name, sdk, headerLimit, format }: SizeCommandOptions,
  io: Io,
): Promise<string> {
  const options = { ...(name !== undefined && { name }), ...(sdk !== undefined && { sdk }) };
  const prediction = predictCookies(payload, options);
  if (format === 'json') return toJson(numbersOf(prediction, headerLimit));
  // Loaded here: it opens tokens, for which no other command of an app needs the library.
  const { describePayload } = await import('./sizeText');
  const tree = breakdown(payload, options);
  const style = { colors: colorsFor(io.stdout, io.env), headerLimit };
  return describePayload({ payload, prediction, tree, options }, style);
}

function toJson(json: SizeJson): string {
  return `${JSON.stringify(json, null, 2)}\n`;
}

function numbersOf(prediction: Prediction, headerLimit: number | undefined): SizeJson {
  const { cookieBytes } = prediction;
  return { version: 1, ...rangeOf(prediction), headerShare: headerShare(cookieBytes, headerLimit) };
}

function rangeOf({ payloadBytes, cookieBytes, chunks }: Prediction): SizeJsonRange {
  return { payloadBytes, cookieBytes, chunks };
}

export interface SizedClient {
  /** Absolute POSIX path. */
  file: string;
  line: number;
  name: string;
  estimate: CookieEstimate;
}

async function ofApps(dir: string | undefined, options: SizeCommandOptions, io: Io): Promise<string> {
  const [root = io.cwd] = resolveDirectories(dir === undefined ? [] : [dir], io.cwd);
  const clients = await clientsOf(root, options, io);
  const [largest] = [...clients].sort(
    (a, b) => b.estimate.typical.cookieBytes - a.estimate.typical.cookieBytes,
  );
  if (!largest) {
    throw new UsageError(`no client of @auth0/nextjs-auth0 found in ${visible(relativeTo(io.cwd, root))}`);
  }
  if (options.format === 'text') {
    const { describeClient } = await import('./sizeText');
    const style = { colors: colorsFor(io.stdout, io.env), headerLimit: options.headerLimit };
    return clients
      .map((client) => describeClient(client, visible(relativeTo(io.cwd, client.file)), style))
      .join('\n');
  }
  return toJson({
    ...numbersOf(largest.estimate.typical, options.headerLimit),
    clients: clients.map(({ file, line, name, estimate }) => ({
      file: relativeTo(root, file),
      line,
      name,
      low: rangeOf(estimate.low),
      typical: rangeOf(estimate.typical),
      high: rangeOf(estimate.high),
      loginBytes: estimate.login.bytes,
      assumptions: estimate.assumptions,
    })),
  });
}

async function clientsOf(root: string, { name, sdk }: SizeCommandOptions, io: Io): Promise<SizedClient[]> {
  // Loaded here: a session given as JSON needs no engine and no parser.
  const [{ createEngine }, { nodeHost }, { estimateCookies }] = await Promise.all([
    import('../engine'),
    import('../project/nodeHost'),
    import('../app/cookieEstimate'),
  ]);
  const warn = (line: string) => io.stderr.write(`session-lens: ${visible(line)}\n`);
  const { apps } = await createEngine({ host: nodeHost(), roots: [root], log: warn }).analyze();
  const clients = apps.flatMap((app) =>
    app.clients.flatMap((client) => {
      const estimate = estimateCookies(app, client, {
        ...(name !== undefined && { name }),
        ...(sdk !== undefined && { sdk }),
      });
      const line = positionAt(lineStarts(client.module.text), client.node.getStart()).line + 1;
      return estimate ? [{ file: client.file, line, name: client.name, estimate }] : [];
    }),
  );
  const unchecked = uncheckedApps(apps, io.cwd);
  if (clients.length === 0 && unchecked.length > 0) throw new UsageError(visible(unchecked.join('; ')));
  for (const line of unchecked) warn(line);
  return clients;
}
