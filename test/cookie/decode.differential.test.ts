/**
 * Cookies written by the real SDK, opened: random sessions, secrets and names, up to 40 KB, as a header, Set-Cookie
 * lines, a cURL command or JSON. Needs `test/peers` installed. Each version runs bundled in a process of its own; the
 * counts are printed.
 */
import { expect } from 'vitest';
import { compareWithSdk, runDriver } from '../support/sdkDifferential';
import type { Result } from './sdkDriver';

const RUNS = 1000;

compareWithSdk<Result>({
  claim: 'what the SDK writes opens again',
  heading: 'Cookies of the SDK, opened',
  runs: RUNS,
  seed: 20_260_105,
  program,
  counts({ runs, cookies, chunked, largest, kinds, statuses }) {
    const list = (counts: Record<string, number>) =>
      Object.entries(counts)
        .map(([name, count]) => `${count} ${name}`)
        .join(', ');
    const sizes = `${chunked} in chunks, payload up to ${largest} characters`;
    return `${runs} runs, ${cookies} cookies (${list(kinds)}; ${list(statuses)}; ${sizes})`;
  },
  judge({ version, kinds, statuses, largest, chunked, connections }, isV3) {
    // The comparison means something only if the kinds, the states and the sizes all occur.
    for (const kind of [isV3 ? 'legacy' : 'session', 'session-id', 'transaction']) {
      expect(kinds[kind], kind).toBeGreaterThan(RUNS / 20);
    }
    expect(statuses['valid']).toBeGreaterThan(RUNS / 3);
    expect(statuses['wrong-secret']).toBeGreaterThan(RUNS / 20);
    expect(largest).toBeGreaterThan(35_000);
    if (version === '4.0.0') return;
    expect(statuses['expired']).toBeGreaterThan(RUNS / 20);
    expect(statuses['incomplete']).toBeGreaterThan(RUNS / 50);
    expect(chunked).toBeGreaterThan(RUNS / 5);
    if (!isV3) expect(connections).toBeGreaterThan(RUNS / 5);
  },
});

function program(dist: string, version: string, isV3: boolean): string {
  const start = (writer: string) => runDriver(writer, `'${version}'`);
  if (isV3) {
    return `
      import { run } from '../cookie/sdkDriver';
      import { writer3 } from '../cookie/sdkWriters';
      import { StatelessSession } from '${dist}/auth0-session/session/stateless-session.js';
      import { StatefulSession } from '${dist}/auth0-session/session/stateful-session.js';
      import transient from '${dist}/auth0-session/transient-store.js';
      import { NodeResponse } from '${dist}/auth0-session/http/index.js';
      const TransientStore = transient.default ?? transient;
      ${start('writer3({ StatelessSession, StatefulSession, TransientStore, NodeResponse })')}`;
  }
  return `
    import { run } from '../cookie/sdkDriver';
    import { writer4 } from '../cookie/sdkWriters';
    import { RequestCookies, ResponseCookies } from '${dist}/server/cookies.js';
    import { StatelessSessionStore } from '${dist}/server/session/stateless-session-store.js';
    import { StatefulSessionStore } from '${dist}/server/session/stateful-session-store.js';
    import { TransactionStore } from '${dist}/server/transaction-store.js';
    const stores = { StatelessSessionStore, StatefulSessionStore, TransactionStore };
    ${start(`writer4({ RequestCookies, ResponseCookies, ...stores }, '${version}')`)}`;
}
