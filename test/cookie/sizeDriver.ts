/**
 * Saves random sessions with the real SDK and compares the cookies of the response with the prediction. Bundled together
 * with one SDK version by `size.differential.test.ts` and run in a process of its own.
 */
import * as fc from 'fast-check';
import { breakdown, type SizeNode } from '../../shared/cookie/breakdown';
import { installClock, setClock } from '../session/clock';
import { predictCookies, predictTransaction, type Prediction } from '../../shared/cookie/size';
import { sizeBehaviour } from '../../shared/cookie/sizeBehaviour';
import { sizeRun, type SizeRun } from './sizeRuns';

/** The `Set-Cookie` values of the response that saves the session. */
export type Save = (run: SizeRun) => Promise<string[]>;

/** The `Set-Cookie` values of the response that starts a login; null where the version has none to compare. */
export type Login = ((audience: string | undefined) => Promise<string[]>) | null;

export async function run(
  save: Save,
  login: Login,
  version: string,
  numRuns: number,
  seed: number,
): Promise<void> {
  const { generation } = sizeBehaviour(version);
  const counts = { runs: 0, cookies: 0, bytes: 0, deletions: 0, largest: 0, stateful: 0, logins: 0 };
  const byChunks: Record<number, number> = {};
  console.warn = () => {};
  // A fixed clock: the fraction of a second is in some versions' cookies.
  installClock();
  const property = fc.asyncProperty(sizeRun(generation), async (one) => {
    setClock(one.now);
    const lines = await save(one);
    const options = { ...one, sdk: version, ...(one.stateful && { expiresAt: expiryOf(one, version) }) };
    const predicted = predictCookies(one.session, options);
    compare(one, predicted, lines);
    sameLeaves(breakdown(one.session, options), predicted);
    counts.runs++;
    counts.cookies += predicted.cookies.length;
    counts.bytes += predicted.cookieBytes;
    counts.deletions += predicted.deletions.length;
    counts.largest = Math.max(counts.largest, predicted.plaintextBytes);
    if (one.stateful) counts.stateful++;
    byChunks[predicted.chunks.length] = (byChunks[predicted.chunks.length] ?? 0) + 1;
  });
  const result = await fc.check(property, { numRuns, seed });
  const logins = login ? await fc.check(loginProperty(login, version, counts), { numRuns: 50, seed }) : null;
  const error = result.failed ? result.errorInstance : logins?.failed ? logins.errorInstance : null;
  const failure =
    error === null ? null : `${String(error)}\n${fc.defaultReportMessage(result)?.slice(0, 3000)}`;
  console.log(JSON.stringify({ version, ...counts, byChunks, failure }));
}

function loginProperty(login: NonNullable<Login>, sdk: string, counts: { logins: number }) {
  const audience = fc.option(fc.stringMatching(/^[a-z]{1,300}$/), { nil: undefined });
  return fc.asyncProperty(audience, async (api) => {
    const [pair = ''] = (await login(api)).map((line) => line.split(';', 1)[0] ?? '');
    const predicted = predictTransaction({ sdk, ...(api !== undefined && { audience: api }) });
    same(
      'transaction',
      [`${predicted.name.length}: ${predicted.bytes}`],
      [`${pair.indexOf('=')}: ${Buffer.byteLength(pair)}`],
    );
    counts.logins++;
  });
}

/** Whole seconds, but for the versions that keep the fraction. */
function expiryOf({ now, attributes }: SizeRun, version: string): number {
  const from = sizeBehaviour(version).fractionalStatefulExp ? now : Math.floor(now);
  return from + (attributes.maxAge ?? 0);
}

function compare(one: SizeRun, predicted: Prediction, lines: readonly string[]): void {
  const pairs = lines.map((line) => line.split(';', 1)[0] ?? '');
  const live = pairs.filter((pair) => !pair.endsWith('='));
  const expected = predicted.deletedBySdk
    ? predicted.cookies.slice(predicted.chunks.length)
    : predicted.cookies;
  same(
    'cookies',
    expected.map(({ name, bytes }) => `${name}: ${bytes}`).sort(),
    live.map((pair) => `${pair.slice(0, pair.indexOf('='))}: ${Buffer.byteLength(pair)}`).sort(),
  );
  const deleted = pairs.filter((pair) => pair.endsWith('=')).map((pair) => pair.slice(0, -1));
  same('deletions', [...predicted.deletions].sort(), deleted.sort());
  same(
    'Set-Cookie bytes',
    [String(predicted.setCookieBytes)],
    [String(lines.reduce((total, line) => total + Buffer.byteLength(line), 0))],
  );
  if (!one.stateful && !('connectionTokenSets' in one.session)) {
    same(
      'payload bytes',
      [String(predicted.payloadBytes)],
      [String(Buffer.byteLength(JSON.stringify(one.session)))],
    );
  }
}

function sameLeaves(tree: SizeNode, { cookieBytes }: Prediction): void {
  same('root of the breakdown', [String(tree.cookieBytes)], [String(cookieBytes)]);
  const leaves = ({ children, cookieBytes: own }: SizeNode): number =>
    children.length === 0 ? own : children.reduce((total, child) => total + leaves(child), 0);
  same('leaves of the breakdown', [String(leaves(tree))], [String(cookieBytes)]);
}

function same(what: string, expected: readonly string[], observed: readonly string[]): void {
  if (expected.join('\n') !== observed.join('\n')) {
    throw new Error(`${what}: predicted ${expected.join(', ')}; the SDK wrote ${observed.join(', ')}`);
  }
}
