import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { resolveBehaviour, type Behaviour } from '../../shared/session/behaviour';
import { describeLifetime } from '../../shared/session/describe';
import { simulate, type SessionConfig } from '../../shared/session/lifetime';
import { CLOCK_TOLERANCE } from '../../shared/session/sdk4';
import { PRESETS } from '../../shared/session/presets';
import {
  changeInProduction,
  describeVisitor,
  everyInterval,
  firstSignIn,
  hardLimit,
  latestEnd,
  longestGap,
  whichClientWins,
} from '../../shared/session/questions';

const DAY = 86_400;
const month: SessionConfig = { absoluteDuration: 30 * DAY, inactivityDuration: 7 * DAY };
const fixed: SessionConfig = { rolling: false, absoluteDuration: 30 * DAY };
const HOUR = 3600;
const SEED = 20_260_101;

/** Short ones, so that a life with every visit in it can be played. */
const LONGEST = 2 * HOUR;
const anyConfig: fc.Arbitrary<SessionConfig> = fc.record({
  rolling: fc.boolean(),
  absoluteDuration: fc.oneof(fc.integer({ min: 1, max: LONGEST }), fc.constantFrom(0, 900, LONGEST)),
  inactivityDuration: fc.oneof(
    fc.integer({ min: 1, max: LONGEST }),
    fc.constantFrom(0, 20, 900, LONGEST, 9 * HOUR),
  ),
  transient: fc.boolean(),
  stateful: fc.boolean(),
  hook: fc.constantFrom(undefined, 'decides', 'never'),
});
const CHANGES = ['absoluteDuration', 'inactivityDuration', 'transient'] as const;
const anyVersion: fc.Arbitrary<Behaviour> = fc
  .constantFrom('3.8.0', '4.0.0', '4.5.1', '4.9.0', '4.16.0', '4.17.0', '4.30.0')
  .map(resolveBehaviour);
const anyLimit = fc.option(fc.integer({ min: 1, max: LONGEST }), { nil: undefined });

const [v3, v416, v430] = ['3.8.0', '4.16.0', '4.30.0'].map(resolveBehaviour) as [never, never, never];

test('the longest gap', () => {
  expect(longestGap(month)).toBe(7 * DAY);
  expect(longestGap({ inactivityDuration: 7 * DAY })).toBe(3 * DAY);
  expect(longestGap(fixed, v430)).toBe(30 * DAY);
  expect(longestGap({ absoluteDuration: 0 })).toBe(0);
});

test('the latest possible end', () => {
  expect(latestEnd(month)).toEqual({ seconds: 30 * DAY, restartedBy: null });
  expect(latestEnd(fixed, v3)).toEqual({ seconds: 30 * DAY, restartedBy: null });
  expect(latestEnd(fixed, v416)).toEqual({ seconds: null, restartedBy: 'visits' });
  expect(latestEnd(fixed, v430)).toEqual({ seconds: 30 * DAY, restartedBy: 'saves' });
  expect(latestEnd({ absoluteDuration: Infinity })).toEqual({ seconds: null, restartedBy: null });
  expect(latestEnd({ absoluteDuration: false }, v3)).toEqual({ seconds: null, restartedBy: null });
  expect(latestEnd({ absoluteDuration: 0 })).toEqual({ seconds: 0, restartedBy: null });
  expect(latestEnd(month, v430, 3600)).toEqual({ seconds: 3570, restartedBy: null });
});

test('both bounds agree with a simulated life', () => {
  for (const { config } of PRESETS) {
    const gap = longestGap(config) ?? NaN;
    const end = latestEnd(config).seconds ?? NaN;
    const inTime = Array.from({ length: Math.ceil(end / (gap - 1)) }, (_, n) => ({
      at: (n + 1) * (gap - 1),
      kind: 'visit' as const,
    }));
    expect(simulate(config, inTime, v430).endsAt).toBe(end);
    const late = simulate(config, [{ at: gap, kind: 'visit' }], v430);
    expect(late.events[1]?.alive).toBe(false);
  }
});

describe("the identity provider's limit", () => {
  test('is a hard one where it comes first, and only in versions that look at it', () => {
    expect(hardLimit(month, v430, 3 * DAY)).toEqual({ seconds: 3 * DAY - 30, source: 'idp' });
    expect(hardLimit(month, v430, 90 * DAY)).toEqual({ seconds: 30 * DAY, source: 'absolute' });
    expect(hardLimit(month, v416, 3 * DAY)).toEqual({ seconds: 30 * DAY, source: 'absolute' });
    // Saves move the end of a session that does not roll, but not beyond this.
    expect(hardLimit(fixed, v430)).toBeNull();
    expect(hardLimit(fixed, v430, 45 * DAY)).toEqual({ seconds: 45 * DAY - 30, source: 'idp' });
  });

  test('shortens the longest time away, and signs a regular visitor out', () => {
    expect(longestGap(month, v430, DAY)).toBe(DAY - 30);
    expect(longestGap(month, v416, DAY)).toBe(7 * DAY);
    expect(everyInterval(month, DAY, 6, v430, 2 * DAY)).toMatchObject({ signIns: 3, firstSignIn: 2 * DAY });
  });
});

describe('a user who comes regularly', () => {
  test('counts', () => {
    expect(everyInterval(month, 5 * DAY, 6)).toMatchObject({ visits: 6, signIns: 1, firstSignIn: 30 * DAY });
    expect(everyInterval(month, 8 * DAY, 6)).toMatchObject({ visits: 6, signIns: 6, firstSignIn: 8 * DAY });
    expect(everyInterval(fixed, DAY, 60, v416)).toMatchObject({ signIns: 0, firstSignIn: null });
  });
  test('in words', () => {
    expect(describeVisitor(month, 5 * DAY)).toBe(
      'A user who comes every 5 days has to sign in again after 30 days.',
    );
    expect(describeVisitor(month, 8 * DAY)).toBe(
      'A user who comes every 8 days has to sign in on every visit.',
    );
    expect(describeVisitor(fixed, DAY, v416)).toBe('A user who comes every day stays signed in.');
    expect(describeVisitor({ ...month, hook: 'never' }, DAY)).toBe(
      'A user who comes every day has to sign in again after 7 days.',
    );
  });
  test.each<[string, SessionConfig, number, string]>([
    ['every hour', {}, 3600, 'after 3 days'],
    ['every 12 hours', month, DAY / 2, 'after 30 days'],
    ['every day', { absoluteDuration: 90 * DAY, inactivityDuration: 30 * DAY }, DAY, 'after 90 days'],
    ['every 1 minute 30 seconds', { absoluteDuration: 3600, inactivityDuration: 900 }, 90, 'after 1 hour'],
    ['every second', { rolling: false, absoluteDuration: 365 * DAY }, 1, 'after 365 days'],
  ])('%s, however many visits that is', (often, config, interval, when) => {
    expect(describeVisitor(config, interval, v430)).toBe(
      `A user who comes ${often} has to sign in again ${when}.`,
    );
  });
  test.each([0, -60, NaN, Infinity])('nobody comes every %s seconds', (interval) => {
    expect(firstSignIn(month, interval)).toBeNull();
    expect(describeVisitor(month, interval)).not.toMatch(/ after /);
  });
  test('agrees with a life in which every visit is played', () => {
    fc.assert(
      fc.property(
        anyConfig,
        fc.integer({ min: 1, max: 3 * HOUR }),
        anyVersion,
        anyLimit,
        (config, every, version, idp) => {
          // Requests that follow within the tolerance can keep a transient cookie going for ever.
          fc.pre(config.transient !== true || every > CLOCK_TOLERANCE);
          const visits = Math.min(10_000, Math.ceil((2 * LONGEST) / every) + 3);
          const played = everyInterval(config, every, visits, version, idp);
          const last = visits * every;
          const foretold = firstSignIn(config, every, version, idp);
          expect(foretold !== null && foretold > last ? null : foretold).toBe(played.firstSignIn);
        },
      ),
      { numRuns: 1000, seed: SEED },
    );
  });
});

describe('lowering in production', () => {
  const shorter: SessionConfig = { absoluteDuration: DAY, inactivityDuration: 3600 };
  test('v4: issued cookies keep their expiry until the next rolling save', () => {
    expect(changeInProduction(month, shorter, v430)).toEqual({
      takesEffect: 'at-next-visit',
      oldCookiesLiveAtMost: 7 * DAY,
      sentence:
        'Cookies that are already issued keep their old expiry (up to 7 days) until the next request through the middleware; a session older than the new absoluteDuration ends there.',
    });
    const read = simulate(month, [{ at: 2 * DAY, kind: 'read', config: shorter }], v430);
    expect(read.events[1]?.alive).toBe(true);
    const visit = simulate(month, [{ at: 2 * DAY, kind: 'visit', config: shorter }], v430);
    expect(visit.endsAt).toBe(2 * DAY);
  });
  test('not rolling: until the next save', () => {
    const lower = { ...fixed, absoluteDuration: DAY };
    expect(changeInProduction(fixed, lower, v430).takesEffect).toBe('at-next-save');
    expect(changeInProduction(fixed, lower, v416).takesEffect).toBe('at-next-visit');
    expect(changeInProduction(month, { ...shorter, hook: 'never' }, v430).takesEffect).toBe('at-next-save');
  });
  test('longer: no session is too old', () => {
    expect(changeInProduction(shorter, month, v430).sentence).toBe(
      'Cookies that are already issued keep their old expiry (up to 1 hour) until the next request through the middleware.',
    );
  });
  test('nobody was signed in before', () => {
    expect(changeInProduction({ absoluteDuration: 0 }, month, v430).sentence).toBe(
      'Nobody is signed in before the change, so that all sessions follow the new durations.',
    );
  });
  test('v3: at once', () => {
    expect(changeInProduction(month, shorter, v3).takesEffect).toBe('at-once');
    const read = simulate(month, [{ at: 2 * DAY, kind: 'read', config: shorter }], v3);
    expect(read.events[1]?.alive).toBe(false);
  });
});

describe('which client wins', () => {
  const short: SessionConfig = { absoluteDuration: DAY, inactivityDuration: 7200 };
  const [banking, , , remember] = PRESETS.map(({ config }) => config) as [never, never, never, never];

  test('the last one that saves', () => {
    expect(whichClientWins(remember, short, v430)).toMatchObject({
      afterLogin: 30 * DAY,
      afterVisit: 3600 + 7200,
      wins: 'visits',
    });
    expect(whichClientWins(remember, short, v430, 2 * DAY)).toMatchObject({
      afterVisit: null,
      wins: 'visits',
    });
    expect(whichClientWins(remember, { ...short, rolling: false }, v430).wins).toBe('login');
  });

  test('the first request comes while the session is alive', () => {
    expect(whichClientWins(banking, {}, v430)).toMatchObject({
      visitAt: 420,
      afterVisit: 420 + DAY,
      wins: 'visits',
    });
  });

  test('neither, only where nothing tells them apart', () => {
    const week = { absoluteDuration: 7 * DAY, inactivityDuration: DAY };
    expect(whichClientWins(month, month, v430).wins).toBe('same');
    expect(whichClientWins(week, { ...week, absoluteDuration: 30 * DAY }, v430).wins).toBe('visits');
    expect(whichClientWins({ inactivityDuration: 4 * DAY }, { inactivityDuration: 7 * DAY }, v430).wins).toBe(
      'same',
    );
    expect(whichClientWins(month, { ...month, transient: true }, v430).wins).not.toBe('same');
  });

  test('the same means that many visits of the other client change nothing', () => {
    fc.assert(
      fc.property(
        anyConfig,
        anyConfig,
        fc.boolean(),
        anyVersion,
        fc.constantFrom(...CHANGES),
        fc.integer({ min: 1, max: HOUR }),
        (one, two, alike, version, changed, every) => {
          const other = { ...two, ...(alike && { ...one, [changed]: two[changed] }) };
          const { wins } = whichClientWins(one, other, version);
          const kinds = ['visit', 'save', 'visit', 'close', 'visit'] as const;
          const life = (config: SessionConfig) =>
            simulate(
              one,
              Array.from({ length: 200 }, (_, n) => ({
                at: (n + 1) * every,
                kind: kinds[n % 5] ?? 'visit',
                config,
              })),
              version,
            ).events;
          if (wins === 'same') expect(life(other)).toEqual(life(one));
        },
      ),
      { numRuns: 2000, seed: SEED },
    );
  });
});

describe('in words', () => {
  test.each<[SessionConfig, string, string]>([
    [{}, '4.30.0', 'The session ends after 1 day without a request, and 3 days after login at the latest.'],
    [
      { inactivityDuration: 7 * DAY },
      '4.30.0',
      'The session ends 3 days after login, whatever the activity.',
    ],
    [fixed, '3.8.0', 'The session ends 30 days after login; requests and saves do not extend it.'],
    [
      { absoluteDuration: '604800' },
      '4.30.0',
      'The session ends after 1 day without a request; nothing else limits it.',
    ],
    [
      { absoluteDuration: 0 },
      '4.30.0',
      'Nobody can stay signed in: the session cookie of the login is deleted at once.',
    ],
    [
      { rolling: false, absoluteDuration: Infinity },
      '4.30.0',
      'Nobody can sign in: the SDK throws "Invalid setExpirationTime input" when it saves the session.',
    ],
    [
      { rolling: false, absoluteDuration: 500 * DAY },
      '3.8.0',
      'The session ends 400 days after login; requests and saves do not extend it. Browsers keep no cookie longer than that.',
    ],
    [
      { transient: true },
      '4.0.0',
      'The session ends after 1 day without a request, and 3 days after login at the latest.',
    ],
    [{ transient: true }, '4.5.0', 'The session lasts until the browser is closed.'],
  ])('%j in %s', (config, version, sentence) => {
    expect(describeLifetime(config, { behaviour: resolveBehaviour(version) })).toBe(sentence);
  });
  test('not rolling in 4.x', () => {
    expect(describeLifetime(fixed, { behaviour: v416 })).toContain('30 days after the last request');
    expect(describeLifetime(fixed, { behaviour: v430 })).toContain('after the last save');
    expect(describeLifetime({ transient: true })).toContain('Closing the browser ends it earlier.');
  });
});
