import { describe, expect, test } from 'vitest';
import { resolveBehaviour } from '../../shared/session/behaviour';
import { describeLifetime } from '../../shared/session/describe';
import { simulate, type SessionConfig } from '../../shared/session/lifetime';
import { PRESETS } from '../../shared/session/presets';
import {
  changeInProduction,
  describeVisitor,
  everyInterval,
  hardLimit,
  latestEnd,
  longestGap,
  whichClientWins,
} from '../../shared/session/questions';

const DAY = 86_400;
const month: SessionConfig = { absoluteDuration: 30 * DAY, inactivityDuration: 7 * DAY };
const fixed: SessionConfig = { rolling: false, absoluteDuration: 30 * DAY };
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
    expect(describeVisitor(fixed, DAY, v416)).toBe('A user who comes every 1 day stays signed in.');
  });
});

describe('lowering in production', () => {
  const shorter: SessionConfig = { absoluteDuration: DAY, inactivityDuration: 3600 };
  test('v4: issued cookies keep their expiry until the next rolling save', () => {
    expect(changeInProduction(month, shorter, v430)).toEqual({
      takesEffect: 'at-next-visit',
      oldCookiesLiveAtMost: 7 * DAY,
      sentence:
        'Cookies that are already issued keep their old expiry (up to 7 days) until the next request through the middleware.',
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
  });
  test('v3: at once', () => {
    expect(changeInProduction(month, shorter, v3).takesEffect).toBe('at-once');
    const read = simulate(month, [{ at: 2 * DAY, kind: 'read', config: shorter }], v3);
    expect(read.events[1]?.alive).toBe(false);
  });
});

test('which client wins', () => {
  const short: SessionConfig = { absoluteDuration: DAY, inactivityDuration: 7200 };
  const remember = PRESETS.find(({ id }) => id === 'remember-me')?.config ?? {};
  expect(whichClientWins(remember, short, v430)).toMatchObject({
    afterLogin: 30 * DAY,
    afterVisit: 3600 + 7200,
    wins: 'visits',
  });
  expect(whichClientWins(remember, short, v430, 2 * DAY)).toMatchObject({ afterVisit: null, wins: 'visits' });
  expect(whichClientWins(month, month, v430).wins).toBe('same');
  expect(whichClientWins(remember, { ...short, rolling: false }, v430).wins).toBe('login');
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
