/** Random configurations and lives, with a bias to the values and moments at which something changes. */
import * as fc from 'fast-check';
import type { RawValue } from '../../shared/session/rawValues';
import type { EventKind, SessionConfig } from '../../shared/session/types';

export interface ScenarioEvent {
  at: number;
  kind: EventKind;
  /** Handled by the second client. */
  second: boolean;
  skipsRolling: boolean;
}

export interface Scenario {
  /** Unix seconds of the login, with a fraction. */
  loginAt: number;
  main: SessionConfig;
  other: SessionConfig;
  /** The identity provider's limit, seconds after login. */
  idpSessionExpiry: number | undefined;
  events: ScenarioEvent[];
}

const DAY = 86_400;

const usual = fc.oneof(
  fc.integer({ min: 1, max: 300 }),
  fc.integer({ min: 301, max: 90 * DAY }),
  fc.constantFrom(900, 3600, DAY, 3 * DAY, 7 * DAY, 30 * DAY),
);

const odd: fc.Arbitrary<RawValue> = fc.oneof(
  fc.constantFrom<RawValue>(undefined, null, true, false, 0, -0, -1, -DAY, NaN, Infinity, -Infinity),
  fc.constantFrom<RawValue>(
    '604800',
    '3600',
    '90',
    '7d',
    '1 hour',
    '',
    'abc',
    ' 60 ',
    '-5',
    '0',
    '1e3',
    '1.5',
    'false',
  ),
  fc.constantFrom<RawValue>(
    0.5,
    86_400.5,
    99.999,
    604_800_000,
    1e10,
    1e12,
    1e15,
    Number.MAX_SAFE_INTEGER,
    1e21,
  ),
);

const duration = fc.oneof({ weight: 6, arbitrary: usual }, { weight: 1, arbitrary: odd });

const rolling = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom<RawValue>(true, undefined, false) },
  { weight: 1, arbitrary: fc.constantFrom<RawValue>(null, 0, 1, '', 'false', 'true', NaN) },
);

/** One config; `v3` has no rollingDuration when it does not roll, and refuses one. */
function config(v3: boolean): fc.Arbitrary<SessionConfig> {
  const full = fc.record<SessionConfig>(
    { rolling, absoluteDuration: duration, inactivityDuration: duration },
    { requiredKeys: [] },
  );
  if (!v3) return full;
  const anchored = fc.record<SessionConfig>(
    {
      rolling: fc.constantFrom<RawValue>(false, 'false'),
      absoluteDuration: duration,
      inactivityDuration: fc.constantFrom<RawValue>(undefined, false, 'false'),
    },
    { requiredKeys: ['rolling'] },
  );
  return fc.oneof({ weight: 2, arbitrary: full }, { weight: 1, arbitrary: anchored });
}

/** Seconds to the next event: next to one of the durations and tolerances, or anywhere. */
function gap({ absoluteDuration, inactivityDuration }: SessionConfig): fc.Arbitrary<number> {
  const marks = [absoluteDuration, inactivityDuration, DAY, 3 * DAY, 7 * DAY]
    .map(Number)
    .filter((mark) => mark > 0 && mark < 200 * DAY)
    .map(Math.floor);
  const near = fc
    .tuple(fc.constantFrom(...marks), fc.constantFrom(-31, -30, -2, -1, 0, 1, 14, 15, 16))
    .map(([mark, shift]) => Math.max(0, mark + shift));
  // Mostly shorter than the shortest limit, so that sessions live long enough for something to happen to them.
  const shortest = Math.min(...marks);
  const part = fc.integer({ min: 0, max: 99 }).map((percent) => Math.floor((shortest * percent) / 100));
  return fc.oneof(near, { weight: 4, arbitrary: part }, fc.integer({ min: 0, max: 40 * DAY }));
}

const kind = fc.oneof(
  { weight: 12, arbitrary: fc.constant<EventKind>('visit') },
  { weight: 5, arbitrary: fc.constant<EventKind>('save') },
  { weight: 3, arbitrary: fc.constant<EventKind>('read') },
  { weight: 1, arbitrary: fc.constantFrom<EventKind>('login', 'close', 'logout', 'revoke') },
);

function events(main: SessionConfig, twoClients: boolean): fc.Arbitrary<ScenarioEvent[]> {
  const event = fc.record({
    gap: gap(main),
    kind,
    second: twoClients ? fc.boolean() : fc.constant(false),
    skipsRolling: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, fc.constant(true)),
  });
  return fc.array(event, { minLength: 0, maxLength: 7 }).map((list) => {
    let at = 0;
    return list.map(({ gap, ...rest }) => ({ at: (at += gap), ...rest }));
  });
}

export function scenario(generation: 3 | 4): fc.Arbitrary<Scenario> {
  const shape = fc.record({
    main: config(generation === 3),
    other: config(generation === 3),
    twoClients: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
    transient: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
    stateful: fc.integer({ min: 0, max: 3 }).map((n) => n === 0),
    idpSessionExpiry: fc.option(fc.integer({ min: 60, max: 10 * DAY }), { freq: 4, nil: undefined }),
    // The second is near the day the SDK's 32-bit clock runs over.
    loginAt: fc.oneof(
      { weight: 19, arbitrary: fc.constant(1_767_268_800.25) },
      fc.constant(2_147_300_000.25),
    ),
  });
  return shape.chain(({ main, other, twoClients, transient, stateful, ...rest }) => {
    const kinds = { transient, stateful };
    return events(main, twoClients).map((list) => ({
      ...rest,
      main: { ...main, ...kinds },
      other: { ...other, ...kinds },
      events: list,
    }));
  });
}
