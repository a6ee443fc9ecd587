/** Why a session ended: what the panel says when it knows the configuration, and when it does not. */
import { describe, expect, it } from 'vitest';
import { openedCookie } from '../../client/panels/cookie/view';
import { decodeCookies } from '../../shared/cookie/decode';
import type { DecodedCookie } from '../../shared/cookie/types';
import type { SessionLane } from '../../shared/protocol';
import { resolveBehaviour } from '../../shared/session/behaviour';
import { simulate, type SessionConfig, type SessionEvent } from '../../shared/session/lifetime';
import { toWire } from '../../shared/session/wire';
import { DAY, HOUR, jwe, NOW, pasted, SECRET, session, signed } from '../cookie/samples';
import { sessionLane } from '../support/sessionLane';

function lane(config: SessionConfig = {}, more: Partial<SessionLane> = {}): SessionLane {
  return sessionLane({ config: toWire(config), ...more });
}

async function decoded(name: string, value: string): Promise<DecodedCookie> {
  const [cookie] = await decodeCookies(pasted([[name, value]]), [SECRET], { now: NOW });
  return cookie as DecodedCookie;
}

function shown(cookie: DecodedCookie, lanes: readonly SessionLane[]) {
  const secrets = [{ kind: 'app' as const, label: 'AUTH0_SECRET in .env', root: '/app' }];
  return openedCookie(cookie, { now: NOW, lanes, secrets, headerLimit: null }).card;
}

/** A cookie of v4 that lived `end` seconds and is over for an hour. */
async function ended(end: number, lanes: readonly SessionLane[], internal: object = {}) {
  const createdAt = NOW - HOUR - end;
  const more = { internal: { sid: 's', createdAt, ...internal } };
  return shown(
    await decoded('__session', await jwe(session(createdAt, more), { exp: createdAt + end })),
    lanes,
  );
}

const TEN_AND_THREE = { absoluteDuration: 10 * DAY, inactivityDuration: 3 * DAY };

describe('a limit that the configuration proves', () => {
  it('the same end is another limit with another configuration', async () => {
    const defaults = await ended(3 * DAY, [lane()]);
    expect(defaults.message).toBe(
      'A session that ended 1 hour ago: as `auth0` is configured, the absolute duration, 3 days after login, was reached.',
    );
    const longer = await ended(3 * DAY, [lane(TEN_AND_THREE)]);
    expect(longer.message).toBe(
      'A session that ended 1 hour ago: as `auth0` is configured, the inactivity duration, 3 days, was over since the login: no request extended the session.',
    );
    expect([defaults.doubt, longer.doubt]).toEqual([null, null]);
  });

  it('inactivity: since the last request that extended it', async () => {
    const { message, client } = await ended(5 * DAY, [lane(TEN_AND_THREE)]);
    expect(message).toBe(
      'A session that ended 1 hour ago: as `auth0` is configured, the inactivity duration, 3 days, was over since the last request that extended it, 2 days after login.',
    );
    expect(client).toMatchObject({ fits: true, lastWrite: NOW - HOUR - 3 * DAY });
  });

  it('a session that no request extends was saved otherwise', async () => {
    const { client } = await ended(5 * DAY, [lane({ ...TEN_AND_THREE, hook: 'never' })]);
    expect(client).toMatchObject({ fits: true, lastWrite: NOW - HOUR - 3 * DAY });
  });

  it('without rolling: since the last save', async () => {
    const fixed = lane({ rolling: false, absoluteDuration: 2 * DAY });
    expect((await ended(2 * DAY, [fixed])).message).toContain(
      'as `auth0` is configured, the absolute duration, 2 days after login, was reached; `rolling` is off, and nothing saved the session again.',
    );
    expect((await ended(2 * DAY + 5 * HOUR, [fixed])).message).toContain(
      'as `auth0` is configured, the absolute duration, 2 days, was over since the session was last saved, 5 hours after login; `rolling` is off.',
    );
  });

  it('v3: from the login, whatever was saved', async () => {
    const v3 = lane(
      { rolling: false, absoluteDuration: 2 * DAY },
      { sdk: '3.8.0', cookieName: 'appSession' },
    );
    const iat = NOW - HOUR - 2 * DAY;
    const value = await jwe({ user: { sub: 'a' } }, { header: { iat, uat: iat + HOUR, exp: NOW - HOUR } });
    expect(shown(await decoded('appSession', value), [v3]).message).toMatch(
      /^A session written by v3 that ended 1 hour ago: as `auth0` is configured, the absolute duration, 2 days after login, was reached\. v3 refuses it/,
    );
  });

  it("the identity provider's limit is proven by the cookie, and drawn as one", async () => {
    const createdAt = NOW - HOUR - 3 * DAY;
    const sessionExpiresAt = createdAt + DAY;
    for (const lanes of [[], [lane()], [lane(TEN_AND_THREE)]]) {
      const card = await ended(3 * DAY, lanes, { sessionExpiresAt });
      expect(card.message).toMatch(/: the identity provider's session_expiry was reached\.$/);
      expect(card).toMatchObject({ expiresAt: sessionExpiresAt - 30, doubt: null });
      expect(card.life?.life.segments).toMatchObject([{ to: DAY - 30, reason: 'idp-limit' }]);
      // What the durations wrote is in the cookie as well.
      if (lanes.length > 0) expect(card.client?.fits).toBe(true);
    }
    const later = await ended(3 * DAY, [lane()], { sessionExpiresAt: NOW + DAY });
    expect(later.message).toContain('as `auth0` is configured, the absolute duration,');
  });

  it('is the limit that the lifetime model ends the session by', async () => {
    const behaviour = resolveBehaviour('4.30.0');
    const names = { absolute: 'the absolute duration', inactivity: 'the inactivity duration' } as const;
    const seen = new Set<string>();
    for (const config of [{}, TEN_AND_THREE, { absoluteDuration: DAY, inactivityDuration: 2 * DAY }]) {
      for (const days of [0, 0.3, 0.9, 1.7, 2.5, 4, 6.9, 7.1, 9]) {
        const events = Array.from({ length: 30 }, (_, i): SessionEvent => {
          return { at: Math.round(((i + 1) / 30) * days * DAY), kind: 'visit' };
        });
        const { endsAt, endReason } = simulate(config, days === 0 ? [] : events, behaviour);
        if (endReason !== 'absolute' && endReason !== 'inactivity') throw new Error(endReason);
        seen.add(endReason);
        const { message } = await ended(endsAt ?? 0, [lane(config)]);
        expect(message, `${JSON.stringify(config)} ${days}`).toContain(names[endReason]);
      }
    }
    expect(seen.size).toBe(2);
  });
});

describe('what cannot be known', () => {
  const guess = /: 3 days after login, probably the absolute duration/;

  it.each([
    ['no client of the workspace', [], /no client of this workspace writes cookies of this kind and name/],
    ['a client with another cookie', [lane({}, { cookieName: '__admin' })], /no client of this workspace/],
    [
      'another configuration',
      [lane({ absoluteDuration: 9 * DAY, inactivityDuration: 4 * DAY })],
      /it takes the configuration that wrote it/,
    ],
    ['an SDK that is not installed', [lane({}, { sdk: null })], /it takes the version of the SDK/],
    [
      'an option of run time',
      [lane({}, { unknown: ['absoluteDuration'] })],
      /`absoluteDuration` is decided at run time/,
    ],
    [
      'several options of run time',
      [lane({}, { unknown: ['rolling', 'inactivityDuration'] })],
      /`rolling` and `inactivityDuration` are decided at run time/,
    ],
    [
      'two configurations that come to it by different limits',
      [lane(), lane(TEN_AND_THREE, { id: 'b' })],
      /configurations of this workspace come to the same end by different limits/,
    ],
  ])('%s: said, and the guess is called one', async (_what, lanes, doubt) => {
    const card = await ended(3 * DAY, lanes);
    expect(card.message).toMatch(guess);
    expect(card.doubt).toMatch(/^Which limit ended it cannot be told for certain: /);
    expect(card.doubt).toMatch(doubt);
  });

  it('an option of run time is no reason to call the cookie a stranger', async () => {
    const { client } = await ended(20 * DAY, [lane({}, { unknown: ['absoluteDuration'] })]);
    expect(client).toMatchObject({ name: 'auth0', fits: null });
    expect((await ended(20 * DAY, [lane()])).client?.fits).toBe(false);
  });

  it('a session that runs, and one whose end stands in a store, are not asked', async () => {
    const running = await decoded('__session', await jwe(session(NOW - HOUR), { exp: NOW + HOUR }));
    expect(shown(running, [])).toMatchObject({ doubt: null });
    const id = await decoded('__session', await jwe({ id: 'a'.repeat(32) }, { exp: NOW - HOUR }));
    expect(shown(id, [])).toMatchObject({ kind: 'session-id', status: 'expired', doubt: null });
    const old = await decoded('appSession', await signed('appSession', 'some-id'));
    expect(shown(old, [])).toMatchObject({ kind: 'session-id', doubt: null });
  });
});
