import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { resolveBehaviour } from '../../shared/session/behaviour';
import type { SessionConfig, SessionEvent } from '../../shared/session/lifetime';
import { PRESETS } from '../../shared/session/presets';
import { textTimeline } from '../../shared/session/textTimeline';

const DAY = 86_400;
const month: SessionConfig = { absoluteDuration: 30 * DAY, inactivityDuration: 7 * DAY };
const visits = (...days: number[]): SessionEvent[] => days.map((day) => ({ at: day * DAY, kind: 'visit' }));

test('the defaults: the shortest and the longest life', () => {
  expect(`\n${textTimeline({})}\n`).toBe(`
stays away ●━━━━━━━━━━━━━━━╳                               ┃
comes back ●━━━●━━━●━━━●━━━●━━━●━━━●━━━●━━━●━━━●━━━●━━━●━━━┃
           └───────────────┴───────────────────────────────┘
           login           1d                     3d at most
`);
});

test('the example of the documentation dies on day 17', () => {
  expect(`\n${textTimeline(month, { events: visits(5, 10, 25, 30) })}\n`).toBe(`
session    ●━━━━━━━●━━━━━━━●━━━━━━━━━━╳············○·······○
           └───────┴───────┴──────────┴────────────┴───────┘
           login   5d      10d        17d          25d   30d
           ends at 17d: no request came in time
`);
});

test('with saves, and a life that ends at the absolute limit', () => {
  const events: SessionEvent[] = [...visits(6, 18, 24), { at: 12 * DAY, kind: 'save' }];
  expect(`\n${textTimeline(month, { events, width: 50 })}\n`).toBe(`
session    ●━━━━━━━●━━━━━━◆━━━━━━━●━━━━━━●━━━━━━━┃
           └───────┴──────┴───────┴──────┴───────┘
           login   6d     12d     18d    24d   30d
           ends at 30d: the absolute limit is
           reached
`);
});

test('a session without a limit runs out of the picture', () => {
  const drawing = textTimeline({ ...month, rolling: false }, { behaviour: resolveBehaviour('4.16.0') });
  expect(drawing.split('\n')[1]).toMatch(/^comes back ●.*▶$/);
});

test('one line where every use ends alike', () => {
  const lines = textTimeline({ inactivityDuration: 7 * DAY }).split('\n');
  expect(lines[0]).toMatch(/^any use {4}●━+╳$/);
  expect(lines).toHaveLength(3);
});

test('a life that saves extend is one without them', () => {
  const drawn = (version: string) =>
    textTimeline({ rolling: false }, { behaviour: resolveBehaviour(version) }).split('\n')[0];
  expect(drawn('4.30.0')).toMatch(/^no save {4}●━+╳$/);
  expect(drawn('3.8.0')).toMatch(/^any use {4}●━+╳$/);
});

test('where the hook lets no request extend a session, saves are what does', () => {
  const config: SessionConfig = { absoluteDuration: DAY, inactivityDuration: 3600, hook: 'never' };
  const names = (version: string) =>
    textTimeline(config, { behaviour: resolveBehaviour(version) })
      .split('\n')
      .slice(0, 2)
      .map((line) => line.slice(0, 11).trim());
  const [first, second] = textTimeline(config).split('\n');
  expect(first).toMatch(/^no save {4}●━+╳ +┃$/);
  expect(second).toMatch(/^saves {6}●(━+◆)+━+┃$/);
  expect(names('4.22.0')).toEqual(['stays away', 'comes back']);
  expect(names('4.23.0')).toEqual(['no save', 'saves']);
});

test('a configuration that lets nobody in says so', () => {
  expect(textTimeline({ absoluteDuration: 0 })).toMatch(/^● ╳ Nobody can stay signed in/);
  expect(textTimeline({ rolling: false, absoluteDuration: NaN })).toMatch(/^● ╳ Nobody can sign in/);
});

test('fits its width, has no trailing spaces and draws whatever it gets', () => {
  const value = fc.oneof(
    fc.integer({ min: -10, max: 1e8 }),
    fc.double(),
    fc.constantFrom(null, undefined, '7d', Infinity),
  );
  const config = fc.oneof(
    fc.record({
      rolling: fc.boolean(),
      absoluteDuration: value,
      inactivityDuration: value,
      transient: fc.boolean(),
    }),
    fc.constantFrom(...PRESETS.map(({ config: preset }) => preset)),
  );
  const events = fc.option(
    fc.array(
      fc.record({
        at: fc.integer({ min: 0, max: 1e8 }),
        kind: fc.constantFrom('visit' as const, 'save' as const),
      }),
    ),
    { nil: undefined },
  );
  const width = fc.integer({ min: 30, max: 100 });
  const version = fc.constantFrom('3.8.0', '4.0.0', '4.30.0');
  fc.assert(
    fc.property(config, events, width, version, (options, list, columns, sdk) => {
      const drawing = textTimeline(options, {
        width: columns,
        behaviour: resolveBehaviour(sdk),
        ...(list && { events: list }),
      });
      for (const line of drawing.split('\n')) {
        expect(line.length).toBeLessThanOrEqual(columns);
        expect(line).toBe(line.trimEnd());
      }
    }),
    { numRuns: 300 },
  );
});
