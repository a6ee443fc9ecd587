/** The extension host's part of the cookie panel, without VS Code. */
import { parse } from 'dotenv';
import { describe, expect, it, vi } from 'vitest';
import { claimRows, revealToken, tokensOf } from '../../client/panels/cookie/claims';
import { cookieLife } from '../../client/panels/cookie/life';
import { cookiesJson, redactedReport } from '../../client/panels/cookie/report';
import type { Secrets } from '../../client/panels/cookie/secrets';
import { cookieSession } from '../../client/panels/cookie/session';
import { openedCookie, type CardContext } from '../../client/panels/cookie/view';
import { decodeCookies } from '../../shared/cookie/decode';
import { redactPayload } from '../../shared/cookie/redact';
import type { DecodedCookie } from '../../shared/cookie/types';
import { envValues } from '../../shared/envValues';
import { simulate } from '../../shared/session/lifetime';
import { resolveBehaviour } from '../../shared/session/behaviour';
import { readAnswer, readRequest } from '../../shared/webview/cookie';
import { chunked, DAY, HOUR, jwe, jwt, NOW, pasted, SECRET, session } from '../cookie/samples';
import { sessionLane } from '../support/sessionLane';

const ID_TOKEN = jwt({ sub: 'auth0|1', exp: NOW + HOUR, secretClaim: 'hidden' });
const REFRESH = 'v1.a-refresh-token-that-nobody-may-see';

const context: CardContext = {
  now: NOW,
  lanes: [],
  secrets: [{ kind: 'app', label: 'AUTH0_SECRET in .env', root: '/app' }],
  headerLimit: null,
};

async function decoded(payload: object, exp = NOW + HOUR, secrets = [SECRET]): Promise<DecodedCookie> {
  const value = await jwe(payload, { exp });
  const [cookie] = await decodeCookies(pasted([['__session', value]]), secrets, { now: NOW });
  return cookie as DecodedCookie;
}

const tokens = {
  tokenSet: { accessToken: 'opaque', idToken: ID_TOKEN, refreshToken: REFRESH, expiresAt: NOW },
};

describe('the view of a cookie', () => {
  it('holds the claims and no token', async () => {
    const { card } = openedCookie(await decoded(session(NOW - HOUR, tokens)), context);
    expect(card).toMatchObject({ status: 'valid', statusLabel: 'Valid', openedWith: 'AUTH0_SECRET in .env' });
    expect(card.claims.map(({ path }) => path)).toContain('user.name');
    expect(card.claims.find(({ path }) => path === 'internal.createdAt')).toMatchObject({
      time: NOW - HOUR,
      redacted: false,
    });
    expect(card.tokens).toEqual([
      {
        id: 'tokenSet.accessToken',
        label: 'Access token',
        bytes: 6,
        format: 'opaque',
        algorithm: null,
        expiresAt: null,
      },
      {
        id: 'tokenSet.idToken',
        label: 'ID token',
        bytes: ID_TOKEN.length,
        format: 'jwt',
        algorithm: 'RS256',
        expiresAt: NOW + HOUR,
      },
      expect.objectContaining({ id: 'tokenSet.refreshToken', format: 'opaque' }),
    ]);
    const sent = JSON.stringify(card);
    for (const hidden of [ID_TOKEN, ID_TOKEN.split('.')[1] ?? '', REFRESH, SECRET, 'secretClaim']) {
      expect(sent).not.toContain(hidden);
    }
  });

  it('its areas add up to the bytes of the cookies, and the advice tells the gain', async () => {
    const { card } = openedCookie(await decoded(session(NOW - HOUR, tokens)), context);
    const sum = (tile: { bytes: number; children: { bytes: number }[] }) =>
      tile.children.reduce((total, { bytes }) => total + bytes, 0);
    expect(card.size?.tree.bytes).toBe(card.bytes);
    expect(sum(card.size!.tree)).toBe(card.bytes);
    expect(card.size?.chunks).toEqual([card.bytes]);
    expect(card.size?.advice.some(({ text }) => text.startsWith('without `idToken`: '))).toBe(true);
    expect(card.size?.limits.find(({ host }) => host === 'Node.js')).toMatchObject({ limit: 16_384 });
    const own = openedCookie(await decoded(session(NOW)), { ...context, headerLimit: 4000 });
    expect(own.card.size?.limits[0]).toMatchObject({ host: 'Your host', limit: 4000 });
  });

  it('tells "no secret yet" from a wrong one, and what to do', async () => {
    const none = openedCookie(await decoded(session(NOW), NOW, []), { ...context, secrets: [] });
    expect(none.card).toMatchObject({ status: 'locked', statusLabel: 'Encrypted', claims: [], size: null });
    const wrong = openedCookie(await decoded(session(NOW), NOW, ['other']), context);
    expect(wrong.card).toMatchObject({ status: 'wrong-secret', tokens: [], openedWith: null });
    expect(wrong.card.next).toContain('deployed app');
    const typed = { ...context, secrets: [{ kind: 'typed' as const, label: 'typed', root: null }] };
    expect(openedCookie(await decoded(session(NOW), NOW, ['other']), typed).card.next).toContain('quotes');
  });

  it('names what to paste when a part is missing', async () => {
    const [, ...rest] = await chunked(3);
    const cookies = await decodeCookies(pasted(rest), [SECRET], { now: NOW });
    const { card } = openedCookie(cookies[0] as DecodedCookie, context);
    expect(card).toMatchObject({ status: 'incomplete', statusLabel: 'Part missing' });
    expect(card.next).toContain('whole Cookie header');
  });
});

describe('claims', () => {
  it('lists are one row, lists of objects one row per member', () => {
    const { rows } = claimRows(
      { user: { roles: ['a', 'b'] }, accessTokens: [{ scope: 'x' }], empty: {} },
      'session',
    );
    expect(rows.map(({ path, value }) => [path, value])).toEqual([
      ['user.roles', 'a, b'],
      ['accessTokens[0].scope', 'x'],
      ['empty', '{}'],
    ]);
    expect(rows[1]?.hint).toBe('What the access token may do.');
  });

  it('long values and long lists have an end', () => {
    const many = Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`claim${i}`, i]));
    expect(claimRows({ user: many }, 'session')).toMatchObject({ more: 150 });
    const [row] = claimRows({ text: 'x'.repeat(5000) }, 'session').rows;
    expect(row?.value).toMatch(/^x{1000}… \(5,000 bytes\)$/);
  });

  it('deep nesting costs no stack', () => {
    let deep: Record<string, unknown> = { end: 1 };
    for (let i = 0; i < 20_000; i++) deep = { a: deep };
    expect(claimRows(deep, 'session').rows).toHaveLength(1);
  });

  it('what looks redacted but is the claim itself is no token', () => {
    const payload = { note: '<redacted 5 bytes>', tokenSet: { accessToken: 'abc' } };
    expect(tokensOf(payload, redactPayload(payload, 'session')).map(({ view }) => view.id)).toEqual([
      'tokenSet.accessToken',
    ]);
  });

  it('a revealed token is read, and never trusted', () => {
    expect(revealToken(ID_TOKEN)).toMatchObject({ value: ID_TOKEN });
    expect(revealToken(ID_TOKEN).payload).toContain('"secretClaim": "hidden"');
    for (const broken of ['', 'a.b.c', 'eyJ9.eyJ9.x', `${ID_TOKEN}.x`, '....']) {
      expect(revealToken(broken)).toEqual({ value: broken, header: null, payload: null });
    }
  });
});

describe('the life of a session', () => {
  const lived = (
    issuedAt: number | null,
    expiresAt: number | null,
    kind: DecodedCookie['kind'] = 'session',
  ) => ({ name: '__session', kind, issuedAt, expiresAt }) as const;

  it('finds the configuration whose end it is, also after many visits', () => {
    const config = {
      transient: false,
      stateful: false,
      absoluteDuration: 30 * DAY,
      inactivityDuration: 7 * DAY,
    };
    const other = sessionLane({
      id: 'b',
      name: 'other',
      config: { ...config, inactivityDuration: 5 * DAY, rolling: false },
    });
    const login = NOW - 20 * DAY;
    const end = NOW - DAY + 7 * DAY;
    const {
      client,
      life,
      lane: found,
    } = cookieLife(lived(login, end), [other, sessionLane({ config })], NOW);
    expect(client).toMatchObject({
      name: 'auth0',
      file: 'lib/auth0.ts',
      line: 6,
      fits: true,
      lastWrite: NOW - DAY,
    });
    expect(found?.id).toBe('a');
    expect(life?.life.end).toBe(end - login);
    expect(life?.life.segments).toMatchObject([{ from: 0, usedUntil: 19 * DAY, to: 26 * DAY }]);
    expect(life?.life.limits).toEqual([30 * DAY]);
  });

  it('at the absolute limit the last write cannot be told', () => {
    const { client } = cookieLife(lived(NOW - 2.5 * DAY, NOW + 0.5 * DAY), [sessionLane()], NOW);
    expect(client).toMatchObject({ fits: true, lastWrite: null });
  });

  it('whatever the model writes fits the configuration it was written with', () => {
    const behaviour = resolveBehaviour('4.30.0');
    for (const rolling of [true, false]) {
      const config = { rolling, absoluteDuration: 10 * DAY, inactivityDuration: 3 * DAY };
      for (const days of [0.2, 1, 2.9, 5, 8, 9.9]) {
        const kind = rolling ? 'visit' : 'save';
        const events = Array.from(
          { length: 20 },
          (_, i) => ({ at: ((i + 1) / 20) * days * DAY, kind }) as const,
        );
        const { endsAt } = simulate(config, events, behaviour);
        const cookie = lived(NOW - days * DAY, NOW - days * DAY + (endsAt ?? 0));
        const wire = { ...config, transient: false, stateful: false };
        expect(
          cookieLife(cookie, [sessionLane({ config: wire })], NOW).client?.fits,
          `${rolling} ${days}`,
        ).toBe(true);
      }
    }
  });

  it('says so when no configuration writes such an end', () => {
    const { client, life } = cookieLife(lived(NOW - DAY, NOW + 100 * DAY), [sessionLane()], NOW);
    expect(client?.fits).toBe(false);
    expect(life?.life.end).toBe(101 * DAY);
  });

  it('looks at clients for this cookie only', () => {
    const lanes = [
      sessionLane({ cookieName: '__admin' }),
      sessionLane({ config: { transient: false, stateful: true } }),
    ];
    expect(cookieLife(lived(NOW, NOW + DAY), lanes, NOW).client).toBeNull();
    expect(cookieLife(lived(null, NOW + DAY, 'session-id'), lanes, NOW).client).toMatchObject({ fits: null });
  });
});

describe('what is copied', () => {
  it('the report has kinds, sizes and names, no value', async () => {
    const state = 'state-of-a-login';
    const txn = await jwe({ state, returnTo: '/private', nonce: 'n' }, { exp: NOW + HOUR });
    const value = await jwe(
      session(NOW - HOUR, { ...tokens, user: { sub: 'auth0|1', email: 'ada@example.com' } }),
      {
        exp: NOW + HOUR,
      },
    );
    const cookies = await decodeCookies(
      pasted([
        [`__txn_${state}`, txn],
        ['__session', value],
      ]),
      [SECRET],
      { now: NOW },
    );
    const opened = cookies.map((cookie) => openedCookie(cookie, { ...context, lanes: [sessionLane()] }));
    const report = redactedReport(opened, { now: NOW, versions: ['Session Lens 0.1.0'] });
    expect(report).toMatch(
      /#### `__session`\n\n- kind: session\n- status: valid\n- what it is: A session, valid for another 1 hour\.\n- size: [\d,]+ bytes in 1 cookie\n/,
    );
    expect(report).toContain('- ends: in 1 hour\n');
    expect(report).toContain(`- ID token: jwt (RS256), ${ID_TOKEN.length} bytes, ends in 1 hour`);
    expect(report).toMatch(/\| `user.email` \| \d+ \|/);
    for (const hidden of ['ada@example.com', 'auth0|1', state, '/private', REFRESH, value, SECRET]) {
      expect(report).not.toContain(hidden);
    }
  });

  it('the report hides the hosts that namespace claims', async () => {
    const user = {
      sub: 'auth0|1',
      'https://company.example/roles': ['a'],
      'http://localhost:3000/plan': 'b',
      'company.example/team': 'c',
      'urn:plan': 'd',
      'a.plan': 'e',
    };
    const opened = [openedCookie(await decoded(session(NOW - HOUR, { user })), context)];
    const report = redactedReport(opened, { now: NOW, versions: [] });
    for (const path of ['https://…/roles', 'http://…/plan', '…/team', 'urn:plan', 'a.plan']) {
      expect(report).toContain(`| \`user.${path}\` |`);
    }
    expect(report).not.toMatch(/company|localhost/);
  });

  it('the report cannot be broken by names of claims', async () => {
    const cookie = await decoded(session(NOW, { '| a |\n# b `c` <img>': 1 }));
    const report = redactedReport([openedCookie(cookie, context)], { now: NOW, versions: [] });
    expect(report).toContain('| `? a ??# b ?c? ?img?` |');
  });

  it('the JSON is that of `session-lens decode`, tokens redacted', async () => {
    const json = cookiesJson([openedCookie(await decoded(session(NOW - HOUR, tokens)), context)]);
    expect(JSON.parse(json)).toMatchObject({
      version: 1,
      cookies: [{ name: '__session', kind: 'session', chunks: 1, status: 'valid', issuedAt: NOW - HOUR }],
    });
    expect(json).toContain(`"refreshToken": "<redacted ${REFRESH.length} bytes>"`);
  });
});

describe('values of env files', () => {
  it.each([
    ['AUTH0_SECRET=abc # comment', ['abc']],
    ['export AUTH0_SECRET="a b"', ['a b']],
    ["AUTH0_SECRET='x'\nAUTH0_SECRET=y", ['y']],
    ['AUTH0_SECRET=', []],
    ['OTHER=1', []],
    ['AUTH0_SECRET=a\\$b', ['a$b']],
    ['AUTH0_SECRET=a$', ['a$']],
    ['PART=p\nAUTH0_SECRET=${PART}-$PART', ['p-p', '${PART}-$PART']],
    ['AUTH0_SECRET=a${NONE:-fallback}', ['afallback', 'a${NONE:-fallback}']],
    ['BASE=abc\nMID=x$BASE\nAUTH0_SECRET=y$MID-z', ['yxabc-z', 'y$MID-z']],
    ['AUTH0_SECRET=$NONE', ['$NONE']],
    ['AUTH0_SECRET=$AUTH0_SECRET', ['$AUTH0_SECRET']],
    ['A=$B$B\nB=$A$A\nAUTH0_SECRET=$A', ['$A']],
  ])('%j', (text, values) => {
    expect(envValues(parse(text), 'AUTH0_SECRET').map(({ value }) => value)).toEqual(values);
  });
});

describe('messages', () => {
  it('takes what the other side sends and nothing else', () => {
    expect(readRequest({ type: 'reveal', cookie: 0, token: 'a', extra: 1 })).toEqual({
      type: 'reveal',
      cookie: 0,
      token: 'a',
    });
    for (const bad of [
      null,
      'ready',
      [],
      { type: 'toString' },
      { type: 'paste' },
      { type: 'paste', text: 1 },
      { type: 'choose', source: null, use: true },
      { type: 'choose', source: 'typed' },
      { type: 'reveal', cookie: '0', token: 'a' },
      { type: 'reveal', cookie: 0 },
      { type: 'open-client', cookie: 0.5 },
    ]) {
      expect(readRequest(bad), JSON.stringify(bad)).toBeUndefined();
    }
    expect(readAnswer({ type: 'said', text: 'Copied' })).toBeDefined();
    expect(readAnswer({ type: 'view', view: {} })).toBeUndefined();
    expect(readAnswer({ vscodeScheduleAsyncUpdate: true })).toBeUndefined();
  });
});

describe('the open panel', () => {
  const name = { root: '/app', app: 'shop', variable: 'AUTH0_SECRET', file: '/app/.env' };

  function open({ values = [SECRET], trusted = true, apps = 1 } = {}) {
    const sources = Array.from({ length: apps }, (_, i) => ({
      id: `app:${i}`,
      kind: 'app' as const,
      label: '',
      detail: '',
    }));
    const candidates = values.map((value) => ({
      value,
      kind: 'app' as const,
      label: 'AUTH0_SECRET in .env',
      root: '/app',
    }));
    const secrets = {
      sources: vi.fn<Secrets['sources']>(async () => (trusted ? sources : [])),
      resolve: vi.fn<Secrets['resolve']>(async () => ({ candidates, notes: ['a note'] })),
      type: async () => true,
      store: async () => undefined,
      forget: async () => {},
      clear: vi.fn(),
    };
    const workspace = vi.fn(async () => ({ names: trusted ? [name] : [], lanes: [sessionLane()] }));
    return {
      secrets,
      workspace,
      panel: cookieSession({
        secrets,
        trusted: () => trusted,
        now: () => NOW,
        headerLimit: () => null,
        workspace,
      }),
    };
  }

  const header = async () => `Cookie: a=b; __session=${await jwe(session(NOW - HOUR), { exp: NOW + HOUR })}`;

  it('decodes a paste with the only secret there is', async () => {
    const { panel } = open();
    await panel.paste(await header());
    expect(await panel.view()).toMatchObject({
      chosen: ['app:0'],
      secretNotes: ['a note'],
      paste: { form: 'A Cookie header', cookies: 2, note: null },
      cookies: [{ status: 'valid', client: { name: 'auth0' } }],
    });
  });

  it('lets the user choose among apps, and reads no secret before', async () => {
    const { panel, secrets } = open({ apps: 2 });
    await panel.paste(await header());
    expect(secrets.resolve).not.toHaveBeenCalled();
    expect((await panel.view()).cookies[0]?.status).toBe('locked');
    await panel.choose('app:1', true);
    expect(secrets.resolve.mock.calls).toEqual([[['app:1'], [name]]]);
    expect((await panel.view()).cookies[0]?.status).toBe('valid');
  });

  it('tries the secrets of several sources at once, until one is no longer wanted', async () => {
    const { panel, secrets } = open({ apps: 2 });
    await panel.paste(await header());
    await panel.choose('app:1', true);
    await panel.choose('app:0', true);
    expect(secrets.resolve).toHaveBeenLastCalledWith(['app:1', 'app:0'], [name]);
    expect((await panel.view()).chosen).toEqual(['app:0', 'app:1']);
    await panel.choose('app:1', false);
    expect(secrets.resolve).toHaveBeenLastCalledWith(['app:0'], [name]);
    await panel.choose('app:0', false);
    expect(await panel.view()).toMatchObject({ chosen: [], cookies: [{ status: 'locked' }] });
  });

  it('in Restricted Mode nothing is chosen by itself', async () => {
    const { panel, secrets } = open({ trusted: false });
    await panel.paste(await header());
    expect(await panel.view()).toMatchObject({
      trusted: false,
      chosen: [],
      cookies: [{ status: 'locked' }],
    });
    expect(secrets.resolve).not.toHaveBeenCalled();
  });

  it('reads no secret for a text without cookies', async () => {
    const { panel, secrets } = open();
    await panel.paste('nothing to see here\n');
    await panel.choose('app:0', true);
    expect(secrets.resolve).not.toHaveBeenCalled();
    const { paste, cookies } = await panel.view();
    expect(cookies).toEqual([]);
    expect(paste?.note).not.toBeNull();
  });

  it('names the secret that opened it after a rotation', async () => {
    const { panel } = open({ values: ['the new one', SECRET] });
    await panel.paste(await header());
    expect((await panel.view()).cookies[0]).toMatchObject({
      status: 'valid',
      openedWith: 'AUTH0_SECRET in .env',
    });
  });

  it('forgets everything, also what is still being decoded', async () => {
    const { panel, secrets } = open();
    await panel.paste(await header());
    const pending = panel.decode();
    panel.forget();
    await pending;
    expect(await panel.view()).toMatchObject({ paste: null, chosen: [], secretNotes: [], cookies: [] });
    expect(secrets.clear).toHaveBeenCalled();
  });

  it('decodes again when the workspace offers something else, and only then', async () => {
    const { panel, secrets, workspace } = open();
    await panel.paste(await header());
    await panel.refresh();
    expect(secrets.resolve).toHaveBeenCalledTimes(1);
    workspace.mockResolvedValue({ names: [name], lanes: [sessionLane({ name: 'renamed' })] });
    await panel.refresh();
    expect((await panel.view()).cookies[0]?.client?.name).toBe('renamed');
  });
});
