import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { resolveBehaviour } from '../../shared/session/behaviour';
import {
  effectiveConfig,
  simulate,
  type SessionConfig,
  type SessionEvent,
} from '../../shared/session/lifetime';
import { DOCUMENTED_EXAMPLE_DAYS } from '../../shared/session/presets';

const DAY = 86_400;
const newest = resolveBehaviour('4.30.0');
const visits = (...days: number[]): SessionEvent[] => days.map((day) => ({ at: day * DAY, kind: 'visit' }));
const month: SessionConfig = { absoluteDuration: 30 * DAY, inactivityDuration: 7 * DAY };

/** Expiry in days after each event. */
function expiries(config: SessionConfig, events: SessionEvent[], version = '4.30.0'): (number | null)[] {
  const { events: played } = simulate(config, events, resolveBehaviour(version));
  return played.map(({ expiresAt }) => (expiresAt === null ? null : expiresAt / DAY));
}

describe('rolling', () => {
  test('the example of the documentation ends on day 17; days 25 and 30 find no session', () => {
    const result = simulate(month, visits(...DOCUMENTED_EXAMPLE_DAYS.slice(1)), newest);
    expect(
      result.events.map(({ at, alive, expiresAt }) => [at / DAY, alive, expiresAt && expiresAt / DAY]),
    ).toEqual([
      [0, true, 7],
      [5, true, 12],
      [10, true, 17],
      [25, false, null],
      [30, false, null],
    ]);
    expect(result).toMatchObject({ endsAt: 17 * DAY, endReason: 'inactivity' });
    expect(result.periods).toEqual([{ from: 0, to: 17 * DAY, reason: 'inactivity' }]);
  });

  test('with a visit at least every 7 days the absolute limit ends it', () => {
    const result = simulate(month, visits(5, 10, 15, 20, 25), newest);
    expect(result).toMatchObject({ endsAt: 30 * DAY, endReason: 'absolute' });
    expect(expiries(month, visits(5, 10, 15, 20, 25))).toEqual([7, 12, 17, 22, 27, 30]);
  });

  test('defaults: a day idle, three days at most; v3 seven days', () => {
    expect(expiries({}, visits(0.9, 1.8, 2.7))).toEqual([1, 1.9, 2.8, 3]);
    expect(expiries({}, visits(0.9), '3.8.0')).toEqual([1, 1.9]);
    expect(effectiveConfig({}, resolveBehaviour('3.8.0')).absoluteDuration).toBe(7 * DAY);
  });

  test('an idle limit above the absolute one never counts', () => {
    expect(simulate({ inactivityDuration: 7 * DAY }, [], newest)).toMatchObject({
      endsAt: 3 * DAY,
      endReason: 'absolute',
    });
  });

  test('the last second counts', () => {
    const at = (seconds: number) => simulate({}, [{ at: seconds, kind: 'read' }], newest).events[1]?.alive;
    expect([at(DAY - 1), at(DAY)]).toEqual([true, false]);
  });

  test('a beforeSessionRolled that always says no lets no visit extend it, but a save', () => {
    const never: SessionConfig = { ...month, hook: 'never' };
    expect(expiries(never, visits(3, 6))).toEqual([7, 7, 7]);
    expect(expiries(never, [{ at: 3 * DAY, kind: 'save' }])).toEqual([7, 10]);
    expect(expiries(never, visits(3), '4.22.0')).toEqual([7, 10]);
    expect(expiries({ ...month, hook: 'decides' }, visits(3))).toEqual([7, 10]);
  });

  test('reading does not extend, nor does a request for which beforeSessionRolled says no', () => {
    expect(expiries({}, [{ at: DAY / 2, kind: 'read' }])).toEqual([1, 1]);
    const skipped: SessionEvent[] = [{ at: DAY / 2, kind: 'visit', skipsRolling: true }];
    expect(expiries({}, skipped, '4.23.0')).toEqual([1, 1]);
    expect(expiries({}, skipped, '4.22.0')).toEqual([1, 1.5]);
  });
});

describe('not rolling', () => {
  const fixed: SessionConfig = { rolling: false, absoluteDuration: 30 * DAY };

  test('4.17 and later: visits do nothing, every save starts the time again', () => {
    expect(expiries(fixed, visits(10))).toEqual([30, 30]);
    const saves: SessionEvent[] = [10, 35, 60, 89].map((day) => ({ at: day * DAY, kind: 'save' }));
    expect(expiries(fixed, saves)).toEqual([30, 40, 65, 90, 119]);
  });

  test('up to 4.16.1 every visit starts it again too', () => {
    expect(expiries(fixed, visits(10, 35), '4.16.1')).toEqual([30, 40, 65]);
    expect(simulate(fixed, visits(10), resolveBehaviour('4.16.1')).endReason).toBe('inactivity');
  });

  test('v3 is anchored at login', () => {
    const saved: SessionEvent[] = [{ at: 29 * DAY, kind: 'save' }];
    expect(expiries(fixed, saved, '3.8.0')).toEqual([30, 30]);
  });
});

describe('odd values, as JavaScript computes them', () => {
  test.each<[string, SessionConfig, string, object]>([
    ['absolute 0', { absoluteDuration: 0 }, '4.30.0', { endsAt: 0, endReason: 'never-established' }],
    ['absolute NaN', { absoluteDuration: NaN }, '4.30.0', { endsAt: 0, endReason: 'never-established' }],
    ['absolute null', { absoluteDuration: null }, '4.30.0', { endReason: 'never-established' }],
    ['idle 0', { inactivityDuration: 0 }, '4.30.0', { endReason: 'never-established' }],
    ['idle negative', { inactivityDuration: -5 }, '4.30.0', { endReason: 'never-established' }],
    ['idle as text', { inactivityDuration: '3600' }, '4.30.0', { endsAt: 3 * DAY, endReason: 'absolute' }],
    ['absolute as text', { absoluteDuration: '3600' }, '4.30.0', { endsAt: DAY, endReason: 'inactivity' }],
    ['absolute infinite', { absoluteDuration: Infinity }, '4.30.0', { endsAt: DAY, endReason: 'inactivity' }],
    ['idle infinite', { inactivityDuration: Infinity }, '4.30.0', { endsAt: 3 * DAY, endReason: 'absolute' }],
    ['rolling as text', { rolling: 'false' }, '4.30.0', { rolling: true, endsAt: DAY }],
    ['rolling null', { rolling: null }, '4.30.0', { rolling: false, endsAt: 3 * DAY }],
    [
      'undefined',
      { rolling: undefined, absoluteDuration: undefined },
      '4.30.0',
      { rolling: true, endsAt: DAY },
    ],
    [
      'milliseconds',
      { inactivityDuration: 6_048e5, absoluteDuration: 6_048e5 },
      '4.30.0',
      { endsAt: 400 * DAY },
    ],
    [
      'text, not rolling, 4.5.1',
      { rolling: false, absoluteDuration: '3600' },
      '4.5.1',
      { endReason: 'never-established' },
    ],
    ['text, v3', { absoluteDuration: '3600' }, '3.8.0', { endsAt: 3600, endReason: 'absolute' }],
    ['no cap, v3', { absoluteDuration: false }, '3.8.0', { endsAt: DAY, endReason: 'inactivity' }],
    ['null, v3', { absoluteDuration: null }, '3.8.0', { endsAt: 0, endReason: 'error' }],
  ])('%s', (_name, config, version, expected) => {
    expect(simulate(config, [], resolveBehaviour(version))).toMatchObject(expected);
  });

  test('what the SDK throws is reported on the login', () => {
    const thrown = (config: SessionConfig) => simulate(config, [], newest).events[0]?.error;
    expect(thrown({ absoluteDuration: Infinity, inactivityDuration: Infinity })).toBe(
      'Invalid setExpirationTime input',
    );
    expect(thrown({ rolling: false, absoluteDuration: '604800' })).toBe('Invalid time period format');
    expect(simulate({ rolling: false, absoluteDuration: NaN }, visits(1), newest)).toMatchObject({
      endsAt: 0,
      endReason: 'error',
      events: [{ alive: false }, { alive: false, expiresAt: null }],
    });
  });

  test('random values and events never throw, and the ends are in order', () => {
    const value = fc.oneof(
      fc.double(),
      fc.integer(),
      fc.string(),
      fc.boolean(),
      fc.constantFrom(null, undefined, Infinity, '7d', '604800'),
    );
    const config = fc.record({ rolling: value, absoluteDuration: value, inactivityDuration: value });
    const kind = fc.constantFrom<SessionEvent['kind']>(
      'login',
      'visit',
      'save',
      'read',
      'close',
      'logout',
      'revoke',
    );
    const events = fc.array(fc.record({ at: fc.double({ max: 1e12 }), kind }), { maxLength: 6 });
    const version = fc.constantFrom('3.8.0', '4.0.0', '4.5.1', '4.16.0', '4.30.0', null);
    fc.assert(
      fc.property(config, events, version, (options, list, sdk) => {
        const { periods } = simulate(options, list, resolveBehaviour(sdk));
        for (const { from, to } of periods) expect(to === null || to >= from).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe('what else ends a session', () => {
  test('the 15 seconds of tolerance show only where the browser keeps the cookie', () => {
    const alive = (transient: boolean, at: number, version = '4.30.0') =>
      simulate({ transient }, [{ at, kind: 'read' }], resolveBehaviour(version)).events[1]?.alive;
    expect([alive(true, DAY + 14), alive(true, DAY + 15), alive(false, DAY + 14)]).toEqual([
      true,
      false,
      false,
    ]);
    expect(alive(true, DAY, '4.5.1')).toBe(false);
  });

  test('a transient cookie goes with the browser, another one does not', () => {
    const close: SessionEvent[] = [{ at: 60, kind: 'close' }];
    expect(simulate({ transient: true }, close, newest)).toMatchObject({
      endsAt: 60,
      endReason: 'browser-closed',
    });
    expect(simulate({ transient: false }, close, newest)).toMatchObject({ endsAt: DAY });
    expect(simulate({ transient: true, stateful: true }, close, newest)).toMatchObject({ endsAt: DAY });
  });

  test('4.5.1 to 4.8.0 fail on an expired token the browser still sends', () => {
    const played = (version: string) =>
      simulate({ transient: true }, visits(2), resolveBehaviour(version)).events[1];
    expect(played('4.5.1')).toMatchObject({ alive: false, error: 'ERR_JWT_EXPIRED' });
    expect(played('4.9.0')).toEqual({
      at: 2 * DAY,
      kind: 'visit',
      alive: false,
      saved: false,
      expiresAt: null,
    });
  });

  test('without an expiry in the token a transient cookie has no end', () => {
    expect(simulate({ transient: true }, [], resolveBehaviour('4.5.0'))).toMatchObject({
      endsAt: null,
      endReason: 'open',
    });
  });

  test("the identity provider's limit, 30 seconds early, from 4.24.0", () => {
    const end = (version: string, idpSessionExpiry: number) =>
      simulate({}, [], resolveBehaviour(version), { idpSessionExpiry });
    expect(end('4.24.0', 3600)).toMatchObject({ endsAt: 3570, endReason: 'idp-limit' });
    expect(end('4.23.0', 3600)).toMatchObject({ endsAt: DAY, endReason: 'inactivity' });
    expect(end('4.24.0', 30)).toMatchObject({ endsAt: 0, endReason: 'idp-limit' });
  });

  test('deleting the record ends a stateful session only', () => {
    const revoke: SessionEvent[] = [{ at: 60, kind: 'revoke' }, ...visits(0.5)];
    expect(simulate({ stateful: true }, revoke, newest)).toMatchObject({ endsAt: 60, endReason: 'revoked' });
    expect(simulate({}, revoke, newest)).toMatchObject({ endsAt: 1.5 * DAY });
  });

  test('signing out, and signing in again', () => {
    const events: SessionEvent[] = [
      { at: 60, kind: 'logout' },
      { at: 120, kind: 'visit' },
      { at: 180, kind: 'login' },
    ];
    const result = simulate({}, events, newest);
    expect(result.events.map(({ alive }) => alive)).toEqual([true, true, false, true]);
    expect(result.periods).toEqual([
      { from: 0, to: 60, reason: 'logout' },
      { from: 180, to: 180 + DAY, reason: 'inactivity' },
    ]);
  });
});

test('two clients on one cookie: the last one that writes decides', () => {
  const short: SessionConfig = { absoluteDuration: DAY, inactivityDuration: 7200 };
  const long: SessionConfig = { absoluteDuration: 90 * DAY, inactivityDuration: 30 * DAY };
  const soon = simulate(long, [{ at: 3600, kind: 'visit', config: short }], newest);
  expect(soon.events.map(({ expiresAt }) => expiresAt)).toEqual([30 * DAY, 3600 + 7200]);
  const later = simulate(long, [{ at: 2 * DAY, kind: 'visit', config: short }], newest);
  expect(later).toMatchObject({ endsAt: 2 * DAY, endReason: 'absolute' });
  expect(later.events[1]).toMatchObject({ alive: true, saved: true, expiresAt: null });
});

test('events are put in order, and a login is added', () => {
  const result = simulate(
    {},
    [...visits(0.5, 0.2), { at: NaN, kind: 'visit' }, { at: -1, kind: 'visit' }],
    newest,
  );
  expect(result.events.map(({ at, kind }) => [at / DAY, kind])).toEqual([
    [0, 'login'],
    [0.2, 'visit'],
    [0.5, 'visit'],
  ]);
});
