/** Random sessions and cookie options, with a bias to the sizes at which one more cookie is needed. */
import * as fc from 'fast-check';
import type { CookieAttributes } from '../../shared/cookie/size';

export interface SizeRun {
  /** Unix seconds with milliseconds. */
  now: number;
  session: Record<string, unknown>;
  name: string | undefined;
  attributes: CookieAttributes;
  stateful: boolean;
}

const START = 1_767_225_600;
const LARGEST = 40_000;
/** Bytes of JSON at which v4 (with and without `exp`) and v3 start another cookie, roughly; hit exactly by ±20. */
const BOUNDARIES = [2547, 2564, 2830, 2992, 5172, 5189, 5800, 7797, 7814, 10_422, 13_047, 15_689];

const unicode = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom('"quoted"', 'back\\slash', '\u0000\u001f', '\ud83d', '𝒳é日本', '\u2028', ''),
);

/** Anything JSON can hold, and what `JSON.stringify` leaves out. */
const value = fc.oneof(
  { depthSize: 'small' },
  fc.jsonValue({ maxDepth: 3 }),
  unicode,
  fc.constantFrom<unknown>(undefined, NaN, -0, 1e21, 0.1, new Date(0), [undefined, null], {
    empty: undefined,
  }),
);

const bytesOf = (json: unknown): number => Buffer.byteLength(JSON.stringify(json));

const target = fc.oneof(
  // Few of the largest: writing n chunks takes Next.js n² steps.
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 12_000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: LARGEST }) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom(...BOUNDARIES), fc.integer({ min: -20, max: 20 }))
      .map(([boundary, shift]) => boundary + shift),
  },
);

/** A session whose JSON has `bytes` bytes, or a few more where the random parts alone are larger. */
const session = fc
  .record({
    user: fc.dictionary(unicode, value, { maxKeys: 6 }),
    extra: fc.dictionary(unicode, value, { maxKeys: 3 }),
    filler: unicode,
    bytes: target,
    hasTokens: fc.boolean(),
  })
  .map(({ user, extra, filler, bytes, hasTokens }) => {
    const { exp: _, connectionTokenSets: __, __proto__: ___, ...rest } = extra;
    const base: Record<string, unknown> = {
      ...rest,
      user: { ...user, sub: 'auth0|1' },
      ...(hasTokens && { tokenSet: { accessToken: 'at', idToken: 'it', expiresAt: 4e9 } }),
      internal: { sid: 'sid', createdAt: START },
      pad: '',
    };
    const room = bytes - bytesOf(base);
    const unit = bytesOf(filler) - 2;
    if (unit > 0 && room > unit) base['pad'] = filler.repeat(Math.floor(room / unit));
    const rest2 = bytes - bytesOf(base);
    if (rest2 > 0) base['pad'] = `${String(base['pad'])}${'x'.repeat(rest2)}`;
    return base;
  });

const connections = fc.array(
  fc.record({ connection: unicode, accessToken: fc.string({ maxLength: 3000 }), expiresAt: fc.integer() }),
  { maxLength: 3 },
);

/**
 * No characters that are special in a regular expression: with those the SDK cannot read its own chunks. Version 3 takes
 * `toString` for a cookie that it was sent.
 */
const name = (pattern: RegExp) =>
  fc.oneof(
    { weight: 2, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constant('appSession') },
    { weight: 4, arbitrary: fc.stringMatching(pattern).filter((text) => !(text in {})) },
  );

export function sizeRun(generation: 3 | 4): fc.Arbitrary<SizeRun> {
  return fc
    .record({
      session,
      connections: fc.option(connections, { freq: 4, nil: undefined }),
      // v3 takes no other characters.
      name: name(generation === 3 ? /^[A-Za-z0-9_]{1,40}$/ : /^[A-Za-z0-9_][A-Za-z0-9_.~-]{0,40}$/),
      domain: fc.constantFrom(undefined, 'app.example.com', 'a.very.long.host.name.example.org'),
      path: fc.constantFrom(undefined, '/', '/docs', '/a/deep/base/path'),
      secure: fc.boolean(),
      sameSite: fc.constantFrom(undefined, 'lax' as const, 'strict' as const, 'none' as const),
      transient: fc.boolean(),
      maxAge: fc.constantFrom(60, 86_400, 2_592_000),
      now: fc.integer({ min: START * 1000, max: START * 1000 + 9999 }).map((ms) => ms / 1000),
      stateful: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
    })
    .map(({ session: own, connections: sets, name: ownName, stateful, now, ...attributes }) => ({
      now,
      session: sets && generation === 4 ? { ...own, connectionTokenSets: sets } : own,
      name: ownName,
      attributes: Object.fromEntries(
        Object.entries(attributes).filter(([, option]) => option !== undefined),
      ) as CookieAttributes,
      stateful,
    }));
}
