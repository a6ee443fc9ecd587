import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveBehaviour } from '../../shared/session/behaviour';
import { chartOf, horizonOf, lifeOf, linearScale, roundStep, ticksOf } from '../../shared/session/chart';
import { markShape, PLACED_KINDS } from '../../shared/session/chartMarks';
import { lifeShapes, untilShapes } from '../../shared/session/chartShapes';
import { lanesSvg, timelineSvg } from '../../shared/session/chartSvg';
import { PALETTES } from '../../shared/session/chartStyle';
import { simulate, type SessionConfig, type SessionEvent } from '../../shared/session/lifetime';

const HOUR = 3600;
const DAY = 24 * HOUR;
const month: SessionConfig = { absoluteDuration: 30 * DAY, inactivityDuration: 7 * DAY };
const visits = (...days: number[]): SessionEvent[] => days.map((day) => ({ at: day * DAY, kind: 'visit' }));
const documented = visits(5, 10, 25, 30);

describe('a life', () => {
  it('has stretches with a session, gaps without one, limits and a reason', () => {
    const life = lifeOf(month, documented);
    expect(life.segments).toEqual([{ from: 0, to: 17 * DAY, usedUntil: 10 * DAY, reason: 'inactivity' }]);
    expect(life.gaps).toEqual([{ from: 17 * DAY, to: 30 * DAY }]);
    expect(life.limits).toEqual([30 * DAY]);
    expect(life.end).toBe(17 * DAY);
    expect(life.note).toBe('Ends 17 days after login: no request came in time.');
  });

  it('begins again, with a limit of its own, after every login', () => {
    const life = lifeOf(month, visits(10, 20), undefined, { logsInAgain: true });
    expect(life.segments.map(({ from, to }) => [from / DAY, (to ?? 0) / DAY])).toEqual([
      [0, 7],
      [10, 17],
      [20, 27],
    ]);
    expect(life.gaps.map(({ from, to }) => [from / DAY, to / DAY])).toEqual([
      [7, 10],
      [17, 20],
    ]);
    // The login on day 10 starts the time again, and so does the one on day 20.
    expect(life.limits.map((at) => at / DAY)).toEqual([50]);
  });

  it('is not used by closing the browser', () => {
    const events: SessionEvent[] = [...visits(2), { at: 5 * DAY, kind: 'close' }];
    expect(lifeOf(month, events).segments).toMatchObject([{ to: 9 * DAY, usedUntil: 2 * DAY }]);
    expect(lifeOf({ ...month, transient: true }, events).segments).toMatchObject([
      { to: 5 * DAY, usedUntil: 2 * DAY, reason: 'browser-closed' },
    ]);
  });

  it('has no hard limit where saves or requests move the end', () => {
    expect(lifeOf({ ...month, rolling: false }, []).limits).toEqual([]);
    expect(lifeOf({ ...month, rolling: false }, [], resolveBehaviour('4.9.0')).limits).toEqual([]);
    const anchored = { rolling: false, absoluteDuration: 30 * DAY, inactivityDuration: false };
    expect(lifeOf(anchored, [], resolveBehaviour('3.8.0')).limits).toEqual([30 * DAY]);
  });

  it('says why nobody can sign in', () => {
    expect(lifeOf({ absoluteDuration: 0 }, []).note).toMatch(/^Nobody can stay signed in: /);
    expect(lifeOf({ rolling: false, absoluteDuration: Infinity }, []).note).toMatch(
      /^Nobody can sign in: the SDK throws "/,
    );
  });
});

describe('the axis', () => {
  it('places and reads back', () => {
    const scale = linearScale(5 * DAY, 15 * DAY, 500);
    expect([scale.x(5 * DAY), scale.x(10 * DAY), scale.x(15 * DAY)]).toEqual([0, 250, 500]);
    expect(scale.at(250)).toBe(10 * DAY);
  });

  it('steps in units of people', () => {
    expect([1, 3, 40, 200, 4000, 8 * HOUR, 13 * HOUR, 4 * DAY].map(roundStep)).toEqual([
      1,
      5,
      60,
      300,
      2 * HOUR,
      12 * HOUR,
      DAY,
      5 * DAY,
    ]);
    expect(roundStep(1e12)).toBeGreaterThanOrEqual(1e12);
  });

  it('labels round moments, the login by its name', () => {
    expect(ticksOf({ from: 0, to: 31 * DAY }, 8).map(({ label }) => label)).toEqual([
      'login',
      '5d',
      '10d',
      '15d',
      '20d',
      '25d',
      '30d',
    ]);
    expect(ticksOf({ from: 3500, to: 3700 }, 4).map(({ label }) => label)).toEqual(['59m', '1h', '1h1m']);
  });

  it('never has more ticks than asked for, and one', () => {
    const span = fc.integer({ min: 1, max: 1e11 });
    const from = fc.integer({ min: 0, max: 1e9 });
    fc.assert(
      fc.property(from, span, fc.integer({ min: 1, max: 40 }), (start, length, count) => {
        const ticks = ticksOf({ from: start, to: start + length }, count);
        expect(ticks.length).toBeLessThanOrEqual(count + 1);
        for (const { at } of ticks) expect(at >= start && at <= start + length).toBe(true);
      }),
    );
  });

  it('reaches to the limits that are not far off', () => {
    expect(horizonOf([lifeOf(month, documented)])).toBe(30 * DAY);
    expect(horizonOf([lifeOf(month, [])])).toBe(30 * DAY);
    // An hour of idle time in a year would not be seen.
    expect(horizonOf([lifeOf({ inactivityDuration: HOUR, absoluteDuration: 365 * DAY }, [])])).toBe(HOUR);
  });
});

describe('shapes', () => {
  const scale = linearScale(0, 30 * DAY, 300);
  const classes = (config: SessionConfig, events: SessionEvent[], sdk: string | null = null) =>
    lifeShapes(lifeOf(config, events, resolveBehaviour(sdk)), scale, { y: 20, bar: 10, labels: true }).map(
      ({ attributes }) => attributes.class,
    );

  it('are the stretches, the gap, the limit, the events and the end', () => {
    expect(classes(month, documented)).toEqual([
      'void',
      'gap',
      'gap-label',
      'idle',
      'used',
      'limit',
      'event found',
      'event found',
      'event found',
      'event missed',
      'event missed',
      'end',
      'end-label',
      'limit-label',
    ]);
  });

  it('mark what ended the session, what found one, and what did nothing', () => {
    const events: SessionEvent[] = [
      { at: DAY, kind: 'read' },
      { at: 2 * DAY, kind: 'close' },
      { at: 3 * DAY, kind: 'logout' },
      { at: 4 * DAY, kind: 'read' },
    ];
    const list = lifeShapes(lifeOf(month, events), scale, { y: 20, bar: 10, labels: true });
    expect(
      list.flatMap(({ attributes }) => (/^event/.test(String(attributes.class)) ? [attributes.class] : [])),
    ).toEqual(['event found', 'event found', 'event calm', 'event ended', 'event missed']);
    expect(list.find(({ attributes }) => attributes.class === 'end-label')?.text).toBe('3d logout');
  });

  it('have a form of their own for every kind of event', () => {
    const forms = PLACED_KINDS.map((kind) => JSON.stringify(markShape(kind, '', 0, 0, 5)));
    expect(new Set(forms).size).toBe(PLACED_KINDS.length);
  });

  it('tell the limit of the ID token from the absolute one', () => {
    const life = lifeOf(month, documented, undefined, { idpSessionExpiry: 8 * DAY });
    const list = lifeShapes(life, scale, { y: 20, bar: 10, labels: true });
    expect(list.map(({ attributes }) => attributes.class)).toContain('limit idp');
    expect(list.map(({ text }) => text)).toContain('ID token ~8d');
  });

  it('name an end beyond the edge', () => {
    const label = (from: number, to: number) => {
      const list = lifeShapes(lifeOf(month, documented), linearScale(from * DAY, to * DAY, 300), {
        ...{ y: 20, bar: 10, labels: true },
      });
      return list.find(({ attributes }) => attributes.class === 'end-label')?.text;
    };
    expect([label(0, 30), label(20, 40), label(0, 10)]).toEqual(['17d', '‹ end 17d', 'end 17d ›']);
  });

  it('show by an arrow that nothing ends the session', () => {
    const shapes = classes({ transient: true }, [], '4.5.0');
    expect(shapes).not.toContain('end');
    expect(shapes).toContain('on');
  });

  it('tell how long the session lasts after an event', () => {
    const [, first] = simulate(month, documented, resolveBehaviour(null)).events;
    const [bracket, label] = untilShapes(first!, scale, { y: 20, bar: 10 });
    expect(bracket?.attributes.d).toBe('M50 27v3H120v-3');
    expect(label?.text).toBe('until 12d');
  });

  it('stay near the picture, whatever part of the axis is seen', () => {
    const zoomed = linearScale(6 * DAY, 8 * DAY, 300);
    for (const { attributes } of lifeShapes(lifeOf(month, documented), zoomed, { y: 20, bar: 10 })) {
      for (const name of ['x', 'x1', 'x2', 'cx']) {
        const x = Number(attributes[name] ?? 0);
        expect(x >= -4 && x <= 304, `${String(attributes.class)} ${name}=${x}`).toBe(true);
      }
    }
  });
});

describe('pictures', () => {
  it('say in words what they show', () => {
    expect(timelineSvg({}).alt).toBe(
      'The session ends after 1 day without a request, and 3 days after login at the latest.',
    );
    expect(timelineSvg(month, { events: documented }).alt).toMatch(
      /With these visits: Ends 17 days after login: no request came in time\.$/,
    );
  });

  it('fit into a hover and stand alone', () => {
    const { svg } = timelineSvg(month, { compact: true });
    expect(svg.length).toBeLessThan(4000);
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="360" height="\d+"/);
    expect(svg).toContain('prefers-color-scheme:dark');
    expect(texts(svg)).toEqual(['stays away', 'comes back', 'login', '7d', '30d at most']);
    expect(svg).not.toMatch(/(href|src)=|url\(|<script|\son\w+=/);
  });

  it('draw a session without a limit as one that goes on', () => {
    const { svg } = timelineSvg({ ...month, rolling: false }, { behaviour: resolveBehaviour('4.16.0') });
    expect(svg).toContain('class="on"');
    expect(texts(svg)).not.toContain('90d');
  });

  it('are one sentence where nobody can sign in', () => {
    const { svg, alt } = timelineSvg({ absoluteDuration: 0 }, { compact: true });
    expect(texts(svg).join(' ')).toBe(alt);
  });

  it('have the colours they are asked for', () => {
    for (const [theme, other] of [
      ['light', 'dark'],
      ['dark', 'light'],
    ] as const) {
      const life = lifeOf(month, documented);
      for (const { svg } of [
        timelineSvg(month, { theme }),
        timelineSvg({ absoluteDuration: 0 }, { theme }),
        lanesSvg([{ title: 'auth0', detail: '', life }], { theme }),
      ]) {
        expect(svg).toContain(PALETTES[theme].alive);
        expect(svg).not.toContain(PALETTES[other].alive);
        expect(svg).not.toContain('@media');
      }
    }
  });

  it.each(['light', 'dark'] as const)('can be read: contrasts of the %s colours', (theme) => {
    const { card, text, quiet, deadText, limitText, alive, dead, limit, axis } = PALETTES[theme];
    for (const colour of [text, quiet, deadText, limitText]) {
      expect(contrast(colour, card), colour).toBeGreaterThanOrEqual(4.5);
    }
    for (const colour of [alive, dead, limit, axis]) {
      expect(contrast(colour, card), colour).toBeGreaterThanOrEqual(3);
    }
  });

  it('explain the signs they use, and no others', () => {
    const legend = (events: SessionEvent[]) => {
      const { svg } = lanesSvg([{ title: 'auth0', detail: '', life: lifeOf(month, events) }]);
      return texts(svg.slice(svg.lastIndexOf('>login<')));
    };
    expect(legend(documented)).toEqual(
      expect.arrayContaining(['in use', 'signed out', 'end', 'visit (a request through the middleware)']),
    );
    expect(legend(documented)).not.toContain('logout');
    expect(legend([{ at: DAY, kind: 'logout' }])).toContain('logout');
    expect(legend([])).not.toContain('signed out');
  });

  it('escape every text', () => {
    const life = lifeOf(month, []);
    const { svg } = lanesSvg([{ title: '<b>&"\u0001\ud800', detail: '</svg>', life }]);
    expect(texts(svg).slice(0, 2)).toEqual(['&lt;b&gt;&amp;&quot;\ufffd\ufffd', '&lt;/svg&gt;']);
    expect(svg.match(/<\/svg>/g)).toHaveLength(1);
  });

  it('are drawn from anything', () => {
    const value = fc.oneof(
      fc.integer({ min: -10, max: 1e9 }),
      fc.double(),
      fc.string(),
      fc.constantFrom(null, undefined, Infinity),
    );
    const config = fc.record({
      rolling: value,
      absoluteDuration: value,
      inactivityDuration: value,
      transient: fc.boolean(),
      stateful: fc.boolean(),
    });
    const event = fc.record({
      at: fc.double({ min: -1, max: 1e9 }),
      kind: fc.constantFrom('visit', 'save', 'read', 'logout', 'close', 'revoke'),
    }) as fc.Arbitrary<SessionEvent>;
    const sdk = fc.constantFrom('3.8.0', '4.0.0', '4.5.1', '4.30.0');
    fc.assert(
      fc.property(
        config,
        fc.array(event, { maxLength: 8 }),
        sdk,
        fc.boolean(),
        (options, list, version, compact) => {
          const behaviour = resolveBehaviour(version);
          const pictures = [
            timelineSvg(options, { behaviour, compact }),
            timelineSvg(options, { behaviour, compact, events: list }),
            lanesSvg([{ title: 'auth0', detail: '', life: lifeOf(options, list, behaviour) }]),
          ];
          for (const { svg, alt } of pictures) {
            expect(svg).not.toMatch(/NaN|Infinity"|undefined|="-?\d+e/);
            expect(alt.length).toBeGreaterThan(10);
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('share their geometry with the text drawing', () => {
    const { lanes, horizon, limit } = chartOf(month, {});
    expect(lanes.map(({ name }) => name)).toEqual(['stays away', 'comes back']);
    expect([horizon, limit]).toEqual([30 * DAY, 30 * DAY]);
    expect(lanes.map(({ life }) => life.end)).toEqual([7 * DAY, 30 * DAY]);
  });
});

function texts(svg: string): string[] {
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map((match) => match[1] ?? '');
}

/** WCAG's contrast of two opaque colours, `#rgb` or `#rrggbb`. */
function contrast(one: string, other: string): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

function luminance(colour: string): number {
  const digits =
    colour.length === 4 ? [...colour.slice(1)].map((digit) => digit + digit) : colour.match(/\w\w/g);
  const [r = 0, g = 0, b = 0] = (digits ?? []).map((pair) => {
    const value = parseInt(pair, 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
