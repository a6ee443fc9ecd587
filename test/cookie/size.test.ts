import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advice } from '../../shared/cookie/advice';
import { breakdown, type SizeNode } from '../../shared/cookie/breakdown';
import { HEADER_LIMITS, headerShare } from '../../shared/cookie/headerLimits';
import { jsonBytes } from '../../shared/cookie/jsonBytes';
import { nextChunkIn, predictCookies, predictTransaction, type SizeOptions } from '../../shared/cookie/size';
import { kilobytes, percent } from '../../shared/cookie/sizeWords';

const EXP = 17;
const versions = fc.constantFrom(
  '3.8.0',
  '4.0.0',
  '4.2.1',
  '4.3.0',
  '4.5.1',
  '4.9.0',
  '4.16.0',
  '4.30.0',
  null,
);
const options: fc.Arbitrary<SizeOptions> = fc
  .record({ sdk: versions, name: fc.option(fc.stringMatching(/^[a-z]{1,20}$/), { nil: undefined }) })
  .map(({ sdk, name }) => ({ sdk, ...(name !== undefined && { name }) }));
const bytes = fc.integer({ min: 2, max: 50_000 });

describe('predicted cookies', () => {
  it('are one cookie up to 2564 bytes with exp, and one more every 2625', () => {
    [2564, 5189, 7814, 10_439, 13_064].forEach((largest, index) => {
      expect(predictCookies(largest - EXP).chunks).toHaveLength(index + 1);
      expect(predictCookies(largest + 1 - EXP).chunks).toHaveLength(index + 2);
    });
  });

  it('reach 4096 bytes, where the SDK warns, with 2992 bytes', () => {
    expect(predictCookies(2991 - EXP).cookieBytes).toBe(4095);
    expect(predictCookies(2992 - EXP).cookieBytes).toBe(4097);
  });

  it('have 169 bytes for a session in a store', () => {
    expect(predictCookies(0, { stateful: true })).toMatchObject({ cookieBytes: 169, chunks: [169] });
    expect(predictCookies(9999, { stateful: true, sdk: '4.0.0' }).cookieBytes).toBe(146);
    expect(predictCookies(9999, { stateful: true, sdk: '3.8.0' }).cookieBytes).toBe(
      'appSession='.length + 76,
    );
  });

  it('never get smaller with more bytes', () => {
    fc.assert(
      fc.property(bytes, fc.integer({ min: 1, max: 3000 }), options, (some, more, given) => {
        const [less, all] = [predictCookies(some, given), predictCookies(some + more, given)];
        expect(all.cookieBytes).toBeGreaterThan(less.cookieBytes);
        expect(all.chunks.length).toBeGreaterThanOrEqual(less.chunks.length);
      }),
    );
  });

  it('are full but for the last one, and no chunk is larger than the SDK makes it', () => {
    fc.assert(
      fc.property(bytes, options, (some, given) => {
        const { chunks, cookies, cookieBytes, headerBytes } = predictCookies(some, given);
        expect(cookieBytes).toBe(chunks.reduce((total, chunk) => total + chunk, 0));
        expect(headerBytes).toBe(cookieBytes + 8 + 2 * (cookies.length - 1));
        expect(new Set(chunks.slice(0, -1).map((chunk, i) => chunk - (i > 9 ? 1 : 0))).size).toBeLessThan(2);
        expect(chunks.at(-1)).toBeLessThanOrEqual((chunks[0] ?? 0) + 2);
      }),
    );
  });

  it('need one more cookie exactly where nextChunkIn says', () => {
    fc.assert(
      fc.property(bytes, options, (some, given) => {
        const room = nextChunkIn(some, given);
        const count = predictCookies(some, given).chunks.length;
        if (room === null) {
          expect(count).toBe(1);
          return;
        }
        expect(room).toBeGreaterThanOrEqual(0);
        expect(predictCookies(some + room, given).chunks).toHaveLength(count);
        expect(predictCookies(some + room + 1, given).chunks).toHaveLength(count + 1);
      }),
    );
  });

  it('put the token sets of connections into cookies of their own, from 4.4.0 on', () => {
    const payload = { user: {}, connectionTokenSets: [{ accessToken: 'a' }, { accessToken: 'b' }] };
    const names = (sdk: string) => predictCookies(payload, { sdk }).cookies.map(({ name }) => name);
    expect(names('4.30.0')).toEqual(['__session', '__FC_0', '__FC_1']);
    expect(names('4.3.0')).toEqual(['__session']);
  });

  it('know what newer versions delete in every response', () => {
    const deletions = (sdk: string, n = 100) => predictCookies(n, { sdk }).deletions;
    expect(deletions('4.30.0')).toEqual([0, 1, 2, 3, 4].map((i) => `__session__${i}`));
    expect(deletions('4.30.0', 3000)).toEqual(['__session__2', '__session__3', '__session__4', '__session']);
    expect(deletions('4.28.0')).toEqual([]);
    expect(deletions('4.28.0', 3000)).toEqual(['__session']);
    expect(deletions('4.9.0')).toEqual(['appSession']);
    expect(predictCookies(100, { name: 'appSession' }).deletedBySdk).toBe(true);
    expect(predictCookies(100, { name: 'appSession', stateful: true }).deletedBySdk).toBe(false);
  });
});

describe('a login in progress', () => {
  it('has the size that was measured', () => {
    expect(predictTransaction({ sdk: '4.30.0', returnTo: '/dashboard' }).bytes).toBe(516);
    expect(predictTransaction({ sdk: '4.16.0', returnTo: '/dashboard' }).bytes).toBe(503);
    expect(predictTransaction({ sdk: '4.0.0' }).bytes).toBe(407);
  });
});

describe('bytes of JSON', () => {
  it('are those of JSON.stringify', () => {
    fc.assert(
      fc.property(fc.anything({ withDate: true, withNullPrototype: true }), (value) => {
        const text = JSON.stringify(value) as string | undefined;
        expect(jsonBytes(value)).toBe(text === undefined ? 0 : Buffer.byteLength(text));
      }),
    );
  });

  it('can be counted deeper than JSON.stringify goes', () => {
    let deep: unknown = null;
    for (let i = 0; i < 100_000; i++) deep = [deep];
    expect(jsonBytes(deep)).toBe(200_004);
    const tree = breakdown({ deep });
    expect(tree.cookieBytes).toBe(predictCookies({ deep }).cookieBytes);
  });
});

function leaves(node: SizeNode): SizeNode[] {
  return node.children.length === 0 ? [node] : node.children.flatMap(leaves);
}

describe('the breakdown of a session', () => {
  it('adds up to the cookies, and its JSON to the plaintext', () => {
    const payload = fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 8 });
    fc.assert(
      fc.property(payload, options, (session, given) => {
        const { connectionTokenSets: _, ...own } = session as Record<string, unknown>;
        const [tree, prediction] = [breakdown(own, given), predictCookies(own, given)];
        const all = leaves(tree);
        expect(all.reduce((total, leaf) => total + leaf.cookieBytes, 0)).toBe(prediction.cookieBytes);
        expect(all.reduce((total, leaf) => total + leaf.bytes, 0)).toBe(prediction.plaintextBytes);
        expect(all.every((leaf) => leaf.cookieBytes >= 0)).toBe(true);
      }),
    );
  });

  it('shows a token with its key, and what is no claim apart', () => {
    const tree = breakdown({ user: { sub: 'u' }, tokenSet: { accessToken: 'x'.repeat(300) }, exp: 1 });
    const token = leaves(tree).find(({ path }) => path === 'tokenSet.accessToken');
    expect(token).toMatchObject({
      key: 'accessToken',
      kind: 'value',
      bytes: '"accessToken":""'.length + 300,
    });
    expect(tree.children.map(({ key, kind }) => `${key} ${kind}`)).toEqual([
      'user group',
      'tokenSet group',
      'braces syntax',
      'exp expiry',
      'encryption encryption',
      'cookie name name',
    ]);
  });
});

const jwt = (claims: object): string =>
  [{ alg: 'RS256', typ: 'JWT', kid: 'k'.repeat(21) }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .concat('s'.repeat(342))
    .join('.');

const groups = Array.from({ length: 40 }, (_, i) => `CN=Group ${i},OU=Example`);
const session = {
  user: { sub: 'auth0|1', name: 'Zoë', groups },
  tokenSet: {
    accessToken: jwt({ sub: 'auth0|1', permissions: ['read:orders', 'write:orders'] }),
    idToken: jwt({ sub: 'auth0|1', groups }),
    refreshToken: 'v1.'.padEnd(50, 'r'),
    scope: 'openid profile offline_access',
    expiresAt: 1_767_225_600,
  },
  internal: { sid: 's'.repeat(32), createdAt: 1_767_225_600 },
};

describe('advice', () => {
  const by = (id: string, given: SizeOptions = {}) => advice(session, given).find((one) => one.id === id);
  const total = (payload: object) => predictCookies(payload).cookieBytes;

  it('has exactly the gain of a session without it', () => {
    const { idToken: _, ...tokenSet } = session.tokenSet;
    expect(by('id-token')?.gain).toBe(total(session) - total({ ...session, tokenSet }));
    const { groups: __, ...user } = session.user;
    expect(by('claims')?.gain).toBe(total(session) - total({ ...session, user }));
    const shorter = { ...session.tokenSet, accessToken: jwt({ sub: 'auth0|1' }) };
    expect(by('permissions')?.gain).toBe(total(session) - total({ ...session, tokenSet: shorter }));
    const without = { user, tokenSet: { ...session.tokenSet, idToken: jwt({ sub: 'auth0|1' }) } };
    expect(by('token-claim')?.gain).toBe(total(session) - total({ ...session, ...without }));
    expect(by('store')?.gain).toBe(total(session) - 169);
  });

  it('says it in one line', () => {
    const { before, after, gain } = by('id-token')!;
    expect(by('id-token')?.text).toBe(
      `without \`idToken\`: ${before.cookies} cookies → ${after.cookies}, −${gain.toLocaleString('en')} bytes; costs \`id_token_hint\` at logout`,
    );
  });

  it('comes largest first, and each of it saves something', () => {
    const gains = advice(session).map(({ gain }) => gain);
    expect(gains).toEqual([...gains].sort((a, b) => b - a));
    expect(Math.min(...gains)).toBeGreaterThan(0);
  });

  it('never says to compress, and tells which version stores the ID token again', () => {
    expect(
      advice(session)
        .map(({ how, text }) => how + text)
        .join(' '),
    ).not.toMatch(/compress/i);
    expect(by('id-token', { sdk: '4.30.0' })?.how).toContain('the hook removes it again');
    expect(by('id-token', { sdk: '4.7.0' })?.how).toContain('before 4.8.0 a refresh stores it again');
    expect(by('claims', { sdk: '4.6.0' })?.how).not.toContain('filterDefaultIdTokenClaims');
  });

  it('has nothing for what is no session, and takes anything', () => {
    expect(advice({}, { stateful: true })).toEqual([]);
    fc.assert(fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (any) => void advice(any)));
  });
});

describe('header limits', () => {
  it('each have a page that states them and the day it was read', () => {
    for (const { bytes: limit, source, seen, what } of HEADER_LIMITS) {
      expect(source).toMatch(/^https:\/\/[^ ]+$/);
      expect(seen).toMatch(/^20\d\d-\d\d-\d\d$/);
      expect(limit === null).toBe(what === 'not documented');
    }
  });

  it('stand in the documentation with the same numbers', () => {
    const page = readFileSync(join(import.meta.dirname, '../../docs/cookie-size.md'), 'utf8');
    for (const { name, bytes: limit, what, source, seen } of HEADER_LIMITS) {
      const row = page.split('\n').find((line) => line.startsWith(`| ${name} `));
      const number = limit === null ? 'none' : limit.toLocaleString('en');
      expect(row?.split('|').map((cell) => cell.trim())).toEqual(
        expect.arrayContaining([name, number, what, `[${new URL(source).hostname}](${source})`, seen]),
      );
    }
  });

  it('give shares, with the limit of the user', () => {
    expect(headerShare(4096)).toMatchObject({ node: 0.25, nginx: 0.5, vercel: 0.25 });
    expect(headerShare(4096)).not.toHaveProperty('netlify');
    expect(headerShare(1000, 4000)['own']).toBe(0.25);
  });
});

describe('sizes in words', () => {
  it('are short', () => {
    expect([169, 3190, 20_480].map(kilobytes)).toEqual(['169 B', '3.1 KB', '20.0 KB']);
    expect([0, 0.004, 0.195, 1.2].map(percent)).toEqual(['0%', '<1%', '20%', '120%']);
  });
});
