/**
 * Plays random lives on the real SDK and on the model and compares them. Bundled together with one SDK version by
 * `differential.test.ts` and run in a process of its own, because the clock is replaced for the whole process.
 */
import * as fc from 'fast-check';
import { resolveBehaviour, type Behaviour } from '../../shared/session/behaviour';
import { simulate } from '../../shared/session/lifetime';
import type { Simulation } from '../../shared/session/types';
import { installClock, setClock } from './clock';
import { Jar } from './jar';
import { scenario, type Scenario, type ScenarioEvent } from './scenario';

/** One client of the SDK, as an app uses it. Each call is one request; a response's cookies go to the browser. */
export interface SdkClient {
  /** Throws what the SDK throws. */
  login(cookie: string, idpSessionExpiresAt: number | undefined): Promise<string[]>;
  visit(cookie: string, skipsRolling: boolean): Promise<string[]>;
  save(cookie: string): Promise<string[]>;
  logout(cookie: string): Promise<string[]>;
  hasSession(cookie: string): Promise<boolean>;
}

export interface SdkAdapter {
  client(config: Scenario['main'], store: Map<string, unknown>): Promise<SdkClient>;
  /** `exp` of the token in a cookie, null without one; undefined when the version's cookies do not tell their end. */
  tokenExpiry(cookieValue: string): Promise<number | null | undefined>;
}

interface Observed {
  alive: boolean;
  saved: boolean;
  /** Code or message of what the SDK threw. */
  error: string | undefined;
}

export async function run(
  adapter: SdkAdapter,
  version: string,
  numRuns: number,
  seed: number,
): Promise<void> {
  installClock();
  const behaviour = resolveBehaviour(version);
  const counts = { runs: 0, events: 0, alive: 0, ends: 0, errors: 0 };
  const reasons: Record<string, number> = {};
  const warn = console.warn;
  console.warn = () => {};
  const property = fc.asyncProperty(scenario(behaviour.generation), async (life) => {
    counts.runs++;
    const reason = await compare(adapter, life, behaviour, counts);
    reasons[reason] = (reasons[reason] ?? 0) + 1;
  });
  const result = await fc.check(property, { numRuns, seed });
  console.warn = warn;
  const failure = result.failed
    ? `${String(result.errorInstance)}\n${fc.defaultReportMessage(result)}`
    : null;
  console.log(JSON.stringify({ version, ...counts, reasons, failure }));
}

/** The life, followed by reads around the end the model predicts, a year later, and the model's view of all of it. */
function predict(life: Scenario, behaviour: Behaviour): { events: ScenarioEvent[]; model: Simulation } {
  const login: ScenarioEvent = { at: 0, kind: 'login', second: false, skipsRolling: false };
  const events = [login, ...life.events];
  const last = events.at(-1)?.at ?? 0;
  const end = play(life, events, behaviour).endsAt ?? last;
  const probes = [-1, 0, 1, 14, 15, 16, 365 * 86_400].map((shift) => end + shift);
  for (const at of probes) if (at > last && at < 4e9) events.push({ ...login, at, kind: 'read' });
  return { events, model: play(life, events, behaviour) };
}

function play(life: Scenario, events: readonly ScenarioEvent[], behaviour: Behaviour): Simulation {
  const list = events.map(({ second, ...event }) => (second ? { ...event, config: life.other } : event));
  return simulate(life.main, list, behaviour, {
    loginAt: life.loginAt,
    ...(life.idpSessionExpiry !== undefined && { idpSessionExpiry: life.idpSessionExpiry }),
  });
}

interface Counts {
  events: number;
  alive: number;
  ends: number;
  errors: number;
}

async function compare(
  adapter: SdkAdapter,
  life: Scenario,
  behaviour: Behaviour,
  counts: Counts,
): Promise<string> {
  const { events, model } = predict(life, behaviour);
  const browser: Browser = { jar: new Jar(), store: new Map() };
  const main = await adapter.client(life.main, browser.store);
  const other = await adapter.client(life.other, browser.store);
  for (const [index, event] of events.entries()) {
    const now = life.loginAt + event.at;
    setClock(now);
    const expected = model.events[index];
    if (expected === undefined) throw new Error('the model lost an event');
    const observed = await request(event.second ? other : main, event, life, browser, now);
    counts.events++;
    if (observed.alive) counts.alive++;
    if (observed.error) counts.errors++;
    // v3 passes on whatever its schema library says; that it refuses the configuration is what counts.
    const refused =
      behaviour.generation === 3 && observed.error !== undefined && expected.error !== undefined;
    if (!refused) same(`error at event ${index}`, expected.error, observed.error);
    same(`alive at event ${index}`, expected.alive, observed.alive);
    if (observed.alive) same(`saved at event ${index}`, expected.saved, observed.saved);
    if (life.idpSessionExpiry !== undefined) continue;
    const stated = await statedEnd(adapter, browser, life, now);
    if (stated === undefined) continue;
    counts.ends++;
    if (stated !== null && stated <= event.at)
      same(`ended at event ${index}`, true, (expected.expiresAt ?? 0) <= event.at);
    else same(`expiresAt at event ${index}`, expected.expiresAt, stated);
  }
  return model.endReason;
}

/** What the cookie itself says about its end: seconds since login, null without a cookie or without an end. */
async function statedEnd(
  adapter: SdkAdapter,
  { jar, store }: Browser,
  life: Scenario,
  now: number,
): Promise<number | null | undefined> {
  const value = jar.value(now);
  if (value === undefined || (life.main.stateful && store.size === 0)) return null;
  const exp = await adapter.tokenExpiry(value);
  if (exp === undefined) return undefined;
  const end = Math.min(jar.until(now) ?? -Infinity, exp ?? Infinity);
  return end === Infinity ? null : Math.floor(end) - Math.floor(life.loginAt);
}

interface Browser {
  jar: Jar;
  store: Map<string, unknown>;
}

async function request(
  client: SdkClient,
  event: ScenarioEvent,
  life: Scenario,
  { jar, store }: Browser,
  now: number,
): Promise<Observed> {
  const before = await attempt(async () => client.hasSession(jar.header(now)));
  const alive = before.value === true;
  if (event.kind === 'close') jar.closeBrowser();
  if (event.kind === 'revoke') store.clear();
  const response = await attempt(() => respond(client, event, life, jar.header(now), now, alive));
  jar.receive(response.value ?? [], now);
  if (event.kind === 'login') {
    const after = await attempt(() => client.hasSession(jar.header(now)));
    return {
      alive: after.value === true && response.error === undefined,
      saved: true,
      error: response.error,
    };
  }
  if (event.kind === 'close' || event.kind === 'revoke' || event.kind === 'logout') {
    return { alive, saved: false, error: undefined };
  }
  return { alive, saved: (response.value ?? []).length > 0, error: before.error ?? response.error };
}

async function respond(
  client: SdkClient,
  event: ScenarioEvent,
  life: Scenario,
  cookie: string,
  now: number,
  alive: boolean,
): Promise<string[]> {
  const limit = life.idpSessionExpiry;
  if (event.kind === 'login') {
    return client.login(cookie, limit === undefined ? undefined : Math.floor(now) + limit);
  }
  if (event.kind === 'visit') return client.visit(cookie, event.skipsRolling);
  if (event.kind === 'save') return alive ? client.save(cookie) : [];
  return event.kind === 'logout' ? client.logout(cookie) : [];
}

async function attempt<T>(action: () => Promise<T>): Promise<{ value?: T; error?: string }> {
  try {
    return { value: await action() };
  } catch (error) {
    const { code, message } = error as Error & { code?: string };
    return { error: code ?? message };
  }
}

function same(what: string, expected: unknown, observed: unknown): void {
  if (!Object.is(expected, observed)) {
    throw new Error(`${what}: the model says ${String(expected)}, the SDK ${String(observed)}`);
  }
}
