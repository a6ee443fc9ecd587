/** What the timeline panel shows and sends, without its page. */
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { namedLanes } from '../../client/panels/timeline/lanes';
import { TIMELINE_VIEW } from '../../client/panels/viewTypes';
import { markdownOf, svgOf } from '../../client/webview/timeline/copy';
import { BEFORE, drawnLanes, WHAT_IF, type Lanes } from '../../client/webview/timeline/lanes';
import { initialState, newVisit, restored, saved, type ViewState } from '../../client/webview/timeline/state';
import { nextKind, offeredKinds } from '../../client/webview/timeline/kinds';
import { HABITS } from '../../client/webview/timeline/visits';
import {
  answersOf,
  caveatOf,
  differenceOf,
  outcomeOf,
  sharedCookies,
  valuesOf,
} from '../../client/webview/timeline/words';
import { moved, zoomed } from '../../client/webview/timeline/zoom';
import type { SessionLane } from '../../shared/protocol';
import { toWire } from '../../shared/session/wire';
import { PLACED_KINDS, type PlacedKind } from '../../shared/session/chartMarks';
import { readFromTimeline, type PanelLane } from '../../shared/webview/timeline';

const DAY = 86_400;

function lane(values: Partial<PanelLane> = {}, config = {}): PanelLane {
  return {
    id: 'web|lib/auth0.ts|0|0',
    client: 'web|lib/auth0.ts|0',
    app: 'web',
    where: 'lib/auth0.ts:6',
    name: 'auth0',
    sdk: '4.30.0',
    cookieName: '__session',
    config: toWire({ absoluteDuration: 30 * DAY, inactivityDuration: 7 * DAY, ...config }),
    unknown: [],
    ...values,
  };
}

function state(values: Partial<ViewState> = {}, ...days: number[]): ViewState {
  return { ...initialState(), visits: days.map((day) => newVisit(day * DAY, 'visit')), ...values };
}

const lanes = (all: PanelLane[], pinned: PanelLane[] | null = null): Lanes => ({ all, pinned });

describe('messages of the page', () => {
  it('are taken when they are whole', () => {
    for (const message of [
      { type: 'ready' },
      { type: 'pin' },
      { type: 'unpin' },
      { type: 'open', lane: 'web|lib/auth0.ts|0|0' },
      { type: 'copy', format: 'svg', text: '<svg/>' },
    ]) {
      expect(readFromTimeline({ ...message, extra: 1 })).toEqual(message);
    }
  });

  it.each([
    null,
    'ready',
    [],
    {},
    { type: 'open' },
    { type: 'open', lane: 7 },
    { type: 'copy', format: 'html', text: '' },
    { type: 'copy', format: 'svg', text: 'x'.repeat(1_000_001) },
    { type: 'constructor' },
  ])('are refused when they are not: %j', (message) => {
    expect(readFromTimeline(message)).toBeUndefined();
  });
});

it('VS Code starts the extension for a panel it kept over a restart', async () => {
  const manifest = JSON.parse(await readFile('package.json', 'utf8')) as { activationEvents: string[] };
  expect(manifest.activationEvents).toContain(`onWebviewPanel:${TIMELINE_VIEW}`);
});

describe('lanes for the page', () => {
  const source: SessionLane = {
    ...lane(),
    id: '/home/me/shop|lib/auth0.ts|0|1',
    root: '/home/me/shop',
    file: '/home/me/shop/lib/auth0.ts',
    line: 6,
  };
  const relative = (path: string) => path.replace('/home/me/shop/', '');

  it('carry no absolute path, and keep a client together', () => {
    const second = { ...source, id: '/home/me/shop|lib/auth0.ts|0|2' };
    const [one, two] = namedLanes([source, second], relative).map(({ shown }) => shown);
    expect(JSON.stringify([one, two])).not.toContain('/home/me');
    expect(one?.where).toBe('lib/auth0.ts:6');
    expect(one?.client).toBe(two?.client);
    expect(one?.id).not.toBe(two?.id);
  });

  it('have different names even when two apps share name and file', () => {
    const ids = namedLanes([source, source], relative).map(({ shown }) => shown.id);
    expect(new Set(ids).size).toBe(2);
  });
});

describe('the state of the page', () => {
  it('survives hiding and holds nothing of the code', () => {
    const before: ViewState = {
      ...state({ show: 'web|lib/auth0.ts|0', compare: WHAT_IF, every: '2d', again: true }, 5, 10),
      ...{ idp: '8h', adds: 'close', scroll: 120 },
    };
    before.whatIf.cookie = 'transient';
    const stored = saved(before);
    expect(Object.keys(stored as object).sort()).toEqual(Object.keys(initialState()).sort());
    const after = restored(JSON.parse(JSON.stringify(stored)));
    expect({ ...after, visits: null }).toEqual({ ...before, visits: null });
    expect(after.visits?.map(({ at }) => at / DAY)).toEqual([5, 10]);
  });

  it.each([undefined, null, 7, 'x', { visits: 'x', window: { from: 5, to: 1 }, whatIf: 3, show: {} }])(
    'takes anything: %j',
    (raw) => {
      expect(restored(raw)).toEqual(initialState());
    },
  );

  it('keeps every kind of event', () => {
    const placed = PLACED_KINDS.map((kind, index) => newVisit(index * DAY, kind));
    const stored = JSON.parse(JSON.stringify(saved({ ...initialState(), visits: placed }))) as unknown;
    expect(restored(stored).visits?.map(({ kind }) => kind)).toEqual([...PLACED_KINDS]);
  });

  it('drops visits that are none', () => {
    const raw = [{ at: -1 }, { at: 'x' }, null, { at: 5, kind: 'login' }, { at: 60.4, kind: 'save' }];
    const { visits } = restored({ visits: raw, adds: 'login', scroll: -4 });
    expect(visits?.map(({ at, kind }) => [at, kind])).toEqual([[60, 'save']]);
  });
});

describe('what is drawn', () => {
  it('one lane per client and value set, or those of one client', () => {
    const all = [
      lane(),
      lane({ id: 'web|lib/auth0.ts|0|1' }),
      lane({ id: 'b|0', client: 'b', name: 'admin' }),
    ];
    expect(drawnLanes(lanes(all), state()).map(({ title, badge }) => [title, badge])).toEqual([
      ['auth0', '1 of 2 possible values'],
      ['auth0', '2 of 2 possible values'],
      ['admin', ''],
    ]);
    expect(drawnLanes(lanes(all), state({ show: 'b' })).map(({ title }) => title)).toEqual(['admin']);
    expect(drawnLanes(lanes(all), state({ show: 'gone' }))).toHaveLength(3);
  });

  it('before and after an edit, with what the edit does', () => {
    const edited = lane({}, { inactivityDuration: 2 * DAY });
    const drawn = drawnLanes(lanes([edited], [lane()]), state({ compare: BEFORE }, 5, 10, 25, 30));
    expect(drawn.map(({ badge, life }) => [badge, (life.end ?? 0) / DAY])).toEqual([
      ['before my edit', 17],
      ['now', 2],
    ]);
    expect(differenceOf(drawn[0]!, drawn[1]!)).toBe(
      'With these visits, auth0 now ends 15 days earlier than auth0 before my edit: after 2 days instead of 17 days.',
    );
    const answers = answersOf(drawn, 5 * DAY);
    expect(answers[0]?.answers).toEqual(['7 days', '2 days']);
    expect(answers[2]?.answers).toEqual([
      'A user who comes every 5 days has to sign in again after 30 days.',
      'A user who comes every 5 days has to sign in on every visit.',
    ]);
    expect(answers[3]?.answers[0]).toContain('keep their old expiry (up to 7 days)');
  });

  it('nothing but a badge while the pinned values are the present ones', () => {
    const drawn = drawnLanes(lanes([lane()], [lane()]), state({ compare: BEFORE }));
    expect(drawn.map(({ badge }) => badge)).toEqual(['unchanged so far']);
  });

  it('the typed configuration, also where there is no client', () => {
    const whatIf = {
      absolute: '',
      inactivity: '1h',
      rolling: true,
      cookie: 'lasting',
      sdk: '3.8.0',
    } as const;
    const [drawn] = drawnLanes(lanes([]), state({ whatIf }));
    expect(drawn?.life.end).toBe(3600);
    expect(drawn && valuesOf(drawn)).toBe('1 hour idle, 7 days at most · SDK 3.8.0');
  });

  it('says when the version is assumed, and when there is more than is drawn', () => {
    const [drawn] = drawnLanes(lanes([lane({ sdk: null, isCut: true, isProduction: true })]), state());
    expect(drawn && valuesOf(drawn)).toBe(
      '7 days idle, 30 days at most · in production · SDK 4.30.0 assumed',
    );
    expect(drawn && caveatOf(drawn)).toBe('The code allows more configurations than are drawn here.');
  });

  it('says what is decided at run time', () => {
    const [drawn] = drawnLanes(lanes([lane({ unknown: ['rolling', 'absoluteDuration'] })]), state());
    expect(drawn && caveatOf(drawn)).toMatch(/^rolling and absoluteDuration are decided at run time/);
  });

  it('warns of two clients on one cookie, and not of two cookies', () => {
    const short = { absoluteDuration: 3600, inactivityDuration: 900 };
    const other = (cookieName: string) => lane({ id: 'b|0', client: 'b', name: 'short', cookieName }, short);
    const drawn = (cookieName: string) => drawnLanes(lanes([lane(), other(cookieName)]), state());
    expect(sharedCookies(drawn('__session'))).toHaveLength(1);
    expect(sharedCookies(drawn('__session'))[0]).toMatch(/^auth0 and short share the cookie __session\./);
    expect(sharedCookies(drawn('__admin'))).toEqual([]);
  });

  it('tells of three pairs on one cookie and counts the rest', () => {
    const all = [1, 2, 3, 4].map((n) => lane({ id: `${n}|0`, client: `${n}`, name: `c${n}` }));
    const sentences = sharedCookies(drawnLanes(lanes(all), state()));
    expect(sentences).toHaveLength(4);
    expect(sentences[3]).toBe('The same goes for 3 more pairs.');
  });

  it('says that a client which keeps nobody signed in ends the other one', () => {
    const dead = lane({ id: 'b|0', client: 'b', name: 'dead' }, { absoluteDuration: 0 });
    expect(sharedCookies(drawnLanes(lanes([lane(), dead]), state()))[0]).toMatch(/ends it\.$/);
  });

  it('the typed configuration is kept where its field says', () => {
    const of = (cookie: 'lasting' | 'transient' | 'store') => {
      const whatIf = { ...initialState().whatIf, cookie };
      return valuesOf(drawnLanes(lanes([]), state({ whatIf }))[0]!);
    };
    expect(of('lasting')).toBe('7 days idle, 30 days at most');
    expect(of('transient')).toBe('7 days idle, 30 days at most · transient');
    expect(of('store')).toBe('7 days idle, 30 days at most · in a store');
  });
});

describe('other events than visits', () => {
  /** Outcome of each event, on day 1, 2, …, in a lane with this configuration. */
  function outcomes(config: object, ...kinds: PlacedKind[]): string[] {
    const visits = kinds.map((kind, index) => newVisit((index + 1) * DAY, kind));
    const [drawn] = drawnLanes(lanes([lane({}, config)]), { ...initialState(), visits });
    return drawn!.life.simulation.events.slice(1).map((event) => outcomeOf(event, drawn!.life.simulation));
  }

  it('a read finds the session and does not extend it', () => {
    expect(outcomes({}, 'visit', 'read', 'save')).toEqual([
      'session, now until 8d',
      'session, still until 8d',
      'session, now until 10d',
    ]);
  });

  it('a logout ends it', () => {
    expect(outcomes({}, 'logout', 'visit', 'logout')).toEqual(['signed out', 'no session', 'no session']);
  });

  it('a closed browser ends it only where the cookie is transient', () => {
    expect(outcomes({}, 'close', 'visit')).toEqual([
      'cookie kept, session until 7d',
      'session, now until 9d',
    ]);
    expect(outcomes({ transient: true }, 'close', 'visit')).toEqual([
      'cookie gone, session over',
      'no session',
    ]);
  });

  it('a deleted record ends it only where there is a store', () => {
    expect(outcomes({}, 'revoke')).toEqual(['nothing stored, session until 7d']);
    expect(outcomes({ stateful: true }, 'revoke', 'read')).toEqual(['session over', 'no session']);
  });

  it('are offered where they do something, and stay where they are placed', () => {
    const [cookie] = drawnLanes(lanes([lane()]), state());
    const [store] = drawnLanes(lanes([lane({}, { stateful: true })]), state());
    expect(offeredKinds([cookie!], [])).toEqual(['visit', 'read', 'save', 'logout', 'close']);
    expect(offeredKinds([cookie!], ['revoke'])).toContain('revoke');
    expect(offeredKinds([cookie!, store!], [])).toContain('revoke');
  });

  it('follow each other round and round', () => {
    expect(nextKind('close', ['visit', 'read', 'close'], 1)).toBe('visit');
    expect(nextKind('visit', ['visit', 'read', 'close'], -1)).toBe('close');
  });

  it('are named in copies, with what their signs mean', () => {
    const visits = [newVisit(DAY, 'read'), newVisit(2 * DAY, 'logout')];
    const drawn = drawnLanes(lanes([lane()]), { ...initialState(), visits });
    const text = markdownOf(drawn, false);
    expect(text).toContain('| 1 day | read without middleware | session, still until 7d |');
    expect(text).toContain('| 2 days | logout | signed out |');
    const picture = svgOf(drawn, false);
    for (const label of ['2d logout', 'read without middleware', 'logout'])
      expect(picture).toContain(`>${label}<`);
    expect(picture).not.toContain('>browser closed<');
  });
});

describe("the ID token's limit", () => {
  const visits = [1, 2, 3, 4, 5].map((day) => newVisit(day * DAY, 'visit'));
  const drawnAt = (sdk: string, idp: string, config = {}) =>
    drawnLanes(lanes([lane({ sdk }, config)]), { ...initialState(), visits, idp })[0]!;

  it('ends the session 30 seconds early, from 4.24.0', () => {
    const drawn = drawnAt('4.24.0', '3d');
    expect(drawn.life.end).toBe(3 * DAY - 30);
    expect(drawn.life.note).toMatch(/: the identity provider's limit is reached, 30 seconds early\.$/);
    expect(drawn.life.limits).toEqual([3 * DAY - 30]);
    expect(drawn.life.limitedBy).toBe('idp');
    expect(valuesOf(drawn)).toBe('7 days idle, 30 days at most · ID token 3 days · SDK 4.24.0');
    expect(caveatOf(drawn)).toBeUndefined();
  });

  it('is said to be ignored before, and then changes nothing', () => {
    const drawn = drawnAt('4.23.0', '3d');
    expect(drawn.life.end).toBe(12 * DAY);
    expect(drawn.life.limitedBy).toBeUndefined();
    expect(valuesOf(drawn)).not.toContain('ID token');
    expect(caveatOf(drawn)).toMatch(/^SDK 4\.23\.0 does not look at .*session_expiry/);
  });

  it('limits a session that does not roll, whatever saves it', () => {
    const drawn = drawnAt('4.30.0', '3d', { rolling: false });
    expect([drawn.life.end, drawn.life.limits]).toEqual([3 * DAY - 30, [3 * DAY - 30]]);
  });

  it('is part of the answers', () => {
    const [away, latest, visitor] = answersOf([drawnAt('4.30.0', '3d')], DAY).map(
      ({ answers }) => answers[0],
    );
    expect(away).toBe('about 3 days');
    expect(latest).toBe('about 3 days after login, by the ID token');
    expect(visitor).toBe('A user who comes every 1 day has to sign in again after 3 days.');
  });

  it('of half a minute lets nobody in', () => {
    expect(drawnAt('4.30.0', '30s').life.note).toMatch(/^Nobody can sign in/);
  });

  it('counts for nothing while it is no duration', () => {
    expect(drawnAt('4.30.0', '3x').life.end).toBe(12 * DAY);
  });
});

describe('habits', () => {
  const days = (id: string, gap: number | null, latest: number | null) =>
    HABITS.find((habit) => habit.id === id)
      ?.visits(gap, latest)
      .map((at) => at / DAY);

  it('come as their names say', () => {
    expect(days('documented', null, null)).toEqual([5, 10, 25, 30]);
    expect(days('every-5-days', 7 * DAY, 30 * DAY)).toEqual([5, 10, 15, 20, 25, 30, 35]);
    expect(days('weekdays', DAY, 3 * DAY)).toEqual([1, 2, 3, 4, 7, 8, 9, 10, 11, 14]);
    expect(days('none', DAY, DAY)).toEqual([]);
    expect(days('daily', 365 * DAY, null)).toHaveLength(60);
  });

  it('leave one gap too long', () => {
    for (const gap of [900, 3600, DAY, 7 * DAY, 30 * DAY]) {
      const [first = 0, second = 0, third = 0] = (days('long-gap', gap, 4 * gap) ?? []).map(
        (day) => day * DAY,
      );
      expect(second - first).toBeLessThan(gap);
      expect(third - second).toBeGreaterThan(gap);
    }
  });
});

describe('copies', () => {
  const [drawn] = drawnLanes(
    lanes([lane({ name: 'a|b<c>', where: 'lib/`x`.ts:1' })]),
    state({}, 5, 10, 25, 30),
  );

  it('as Markdown: a sentence per lane and a table', () => {
    const text = markdownOf([drawn!], false);
    expect(text).toContain('- **a\\|b\\<c\\>** in `lib/x.ts:1`');
    expect(text).toContain('Ends 17 days after login: no request came in time.');
    expect(text).toContain('| 25 days | visit | no session |');
  });

  it('as SVG', () => {
    expect(svgOf([drawn!], false)).toMatch(/^<svg .*a\|b&lt;c&gt;.*<\/svg>$/s);
  });
});

describe('zooming', () => {
  it('keeps the moment below the pointer and never shows the time before the login', () => {
    expect(zoomed({ from: 0, to: 100 * DAY }, 0.5, 20 * DAY)).toEqual({ from: 10 * DAY, to: 60 * DAY });
    expect(zoomed({ from: 0, to: DAY }, 2, DAY / 2)).toEqual({ from: 0, to: 2 * DAY });
    expect(moved({ from: DAY, to: 3 * DAY }, -5 * DAY)).toEqual({ from: 0, to: 2 * DAY });
  });
});
