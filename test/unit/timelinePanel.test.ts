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
    sharers: [],
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
    sharers: [],
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

  it('name the clients that share a cookie as the page knows them', () => {
    const admin = { ...source, id: '/home/me/shop|lib/auth0.ts|1|0', name: 'admin' };
    const sharers = [
      { lane: admin.id, otherSecret: true },
      { lane: 'gone', otherSecret: false },
    ];
    const [one, two] = namedLanes([{ ...source, sharers }, admin], relative).map(({ shown }) => shown);
    expect(one?.sharers).toEqual([{ client: two?.client, otherSecret: true }]);
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

  describe('pairs before and after', () => {
    const WEEK = { absoluteDuration: 7 * DAY };
    const client = (index: number, name: string, ...configs: object[]) =>
      configs.map((config, set) => {
        const id = `web|lib/auth0.ts|${index}`;
        return lane({ id: `${id}|${set}`, client: id, name, where: `lib/auth0.ts:${index}` }, config);
      });
    const badges = (before: PanelLane[][], now: PanelLane[][], show = '') =>
      drawnLanes(lanes(now.flat(), before.flat()), state({ compare: BEFORE, show })).map(
        ({ title, badge, config: { absoluteDuration } }) =>
          `${title} ${Number(absoluteDuration) / DAY} ${badge}`,
      );

    it('by name, when a client is put above', () => {
      expect(badges([client(0, 'auth0', {})], [client(0, 'admin', WEEK), client(1, 'auth0', {})])).toEqual([
        'admin 7 new',
        'auth0 30 unchanged so far',
      ]);
    });

    it('and shows a client that is gone', () => {
      const [auth0, admin] = [client(0, 'auth0', {}), client(1, 'admin', WEEK)];
      expect(badges([auth0, admin], [client(0, 'admin', WEEK)])).toEqual([
        'admin 7 unchanged so far',
        'auth0 30 removed',
      ]);
      expect(badges([auth0], [])).toEqual(['auth0 30 removed']);
      const drawn = drawnLanes(
        lanes(client(0, 'admin', {}), [...auth0, ...admin]),
        state({ compare: BEFORE }),
      );
      expect(drawn.map(({ badge }) => badge)).toEqual(['before my edit', 'now', 'removed']);
      expect(new Set(drawn.map(({ key }) => key)).size).toBe(3);
      expect(badges([], [])).toEqual(['What if 30 ']);
    });

    it('of a client with another name by what it says, or where it stands', () => {
      const two = [client(0, 'one', {}), client(1, 'two', WEEK)];
      expect(badges(two, [client(0, 'two', WEEK), client(1, 'uno', {})])).toEqual([
        'two 7 unchanged so far',
        'uno 30 unchanged so far',
      ]);
      expect(badges([client(0, 'one', {})], [client(0, 'uno', WEEK)])).toEqual([
        'one 30 before my edit',
        'uno 7 now',
      ]);
    });

    it('of each possible value, when one is put before the others', () => {
      const day = { absoluteDuration: DAY };
      expect(badges([client(0, 'auth0', {}, WEEK)], [client(0, 'auth0', day, {}, WEEK)])).toEqual([
        'auth0 1 new',
        'auth0 30 unchanged so far',
        'auth0 7 unchanged so far',
      ]);
      expect(badges([client(0, 'auth0', {}, WEEK)], [client(0, 'auth0', day)])).toEqual([
        'auth0 30 before my edit',
        'auth0 1 now',
        'auth0 7 removed',
      ]);
    });

    it('of the client that is shown', () => {
      const before = [client(0, 'auth0', {}, WEEK), client(1, 'admin', {})];
      expect(badges(before, [client(0, 'auth0', {})], 'web|lib/auth0.ts|0')).toEqual([
        'auth0 30 unchanged so far',
        'auth0 7 removed',
      ]);
    });
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

  /** Clients on one cookie, each with its durations. */
  function sharing(configs: object[], otherSecret = false) {
    const all = configs.map((config, n) => {
      const sharers = configs.flatMap((_, m) => (m === n ? [] : [{ client: `${m}`, otherSecret }]));
      return lane({ id: `${n}|0`, client: `${n}`, name: `c${n}`, sharers }, config);
    });
    return sharedCookies(drawnLanes(lanes(all), state()));
  }

  it('warns of two clients on one cookie, and not of two cookies of one name', () => {
    const sentences = sharing([{}, { absoluteDuration: 3600, inactivityDuration: 900 }]);
    expect(sentences).toEqual([
      expect.stringMatching(/^c0 and c1 share the cookie __session\. After a login/),
    ]);
    const apart = [lane(), lane({ id: 'b|0', client: 'b', name: 'short' })];
    expect(sharedCookies(drawnLanes(lanes(apart), state()))).toEqual([]);
  });

  it('does not speak of durations where no client can read what the other wrote', () => {
    expect(sharing([{}, { absoluteDuration: 3600 }], true)).toEqual([
      'c0 and c1 share the cookie __session. With two secrets neither can read what the other wrote.',
    ]);
  });

  it('says what two clients on one cookie do to each other, also where the first request cannot show it', () => {
    const of = (one: object, two: object) =>
      sharing([one, two])[0]?.replace('c0 and c1 share the cookie __session. ', '');
    const banking = { absoluteDuration: 3600, inactivityDuration: 900 };
    expect(of(banking, {})).toBe(
      'After a login through c0 the session ends after 15 minutes; the first request c1 sees 7 minutes later makes that after 7 days 7 minutes.',
    );
    expect(of({ absoluteDuration: 7 * DAY, inactivityDuration: DAY }, { inactivityDuration: DAY })).toBe(
      'While c1 sees the requests, a session can last 30 days; with c0, 7 days.',
    );
    expect(of({}, {})).toBe('Their durations lead to the same end.');
    expect(of({}, { transient: true })).toBe('The one that saves it last decides when it ends.');
  });

  it('tells of three pairs on one cookie and counts the rest', () => {
    const sentences = sharing([{}, {}, {}, {}]);
    expect(sentences).toHaveLength(4);
    expect(sentences[3]).toBe('The same goes for 3 more pairs.');
  });

  it('says that a client which keeps nobody signed in ends the other one', () => {
    expect(sharing([{}, { absoluteDuration: 0 }])[0]).toMatch(/ends it\.$/);
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
    expect(visitor).toBe('A user who comes every day has to sign in again after 3 days.');
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
