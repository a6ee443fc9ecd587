import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { modelClient } from '../../server/app/client';
import { findClients, isAuth0Client, type Certainty } from '../../server/facts/clients';
import type { ClientModel } from '../../server/model';
import { createModuleCache, createProgram } from '../../server/syntax/createProgram';
import { createResolver } from '../../server/syntax/resolve';
import { memoryHost } from '../support/memoryHost';

const sdk = "import { Auth0Client } from '@auth0/nextjs-auth0/server';\n";

function programOf(files: Record<string, string>) {
  const host = memoryHost(files);
  return createProgram(host, createModuleCache(), createResolver(host, new Map()));
}

function clients(source: string, others: Record<string, string> = {}): ClientModel[] {
  const program = programOf({ '/app/main.ts': source, ...others });
  const module = program.module('/app/main.ts')!;
  return findClients(module, program).map((site) => modelClient(site, program));
}

/** Certainty about the holder of the first `X.middleware` in /app/proxy.ts. */
function holder(source: string, others: Record<string, string> = {}): Certainty | undefined {
  const program = programOf({ '/app/proxy.ts': source, ...others });
  const module = program.module('/app/proxy.ts')!;
  let answer: Certainty | undefined;
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node) && node.name.text === 'middleware') {
      answer ??= isAuth0Client(node.expression, module, program);
    }
    ts.forEachChild(node, visit);
  };
  visit(module.ast);
  return answer;
}

describe('finding clients', () => {
  it.each([
    ['a constant', `${sdk}export const auth0 = new Auth0Client();`, 'auth0'],
    ['an alias', "import { Auth0Client as C } from '@auth0/nextjs-auth0/server'; const a = new C();", 'a'],
    [
      'a namespace',
      "import * as sdk from '@auth0/nextjs-auth0/server'; const a = new sdk.Auth0Client();",
      'a',
    ],
    [
      'require',
      "const { Auth0Client } = require('@auth0/nextjs-auth0/server'); const a = new Auth0Client();",
      'a',
    ],
    [
      'dynamic import',
      "const { Auth0Client } = await import('@auth0/nextjs-auth0/server'); const a = new Auth0Client();",
      'a',
    ],
    ['a default export', `${sdk}export default new Auth0Client();`, 'auth0'],
    ['a factory', `${sdk}export function createAuth() { return new Auth0Client(); }`, 'createAuth'],
    ['a singleton', `${sdk}let a; export const get = () => (a ??= new Auth0Client());`, 'a'],
    ['globalThis', `${sdk}globalThis.auth ??= new Auth0Client();`, 'auth'],
    ['a ternary with null', `${sdk}export const a = process.env.X ? new Auth0Client() : null;`, 'a'],
    ['a subclass', `${sdk}class Mine extends Auth0Client {} export const a = new Mine();`, 'a'],
    ['an object', `${sdk}export const clients = { web: new Auth0Client() };`, 'web'],
  ])('%s', (_name, source, expected) => {
    expect(clients(source).map((c) => c.name)).toEqual([expected]);
  });

  it.each([
    ['another package', "import { Auth0Client } from '@auth0/auth0-spa-js'; new Auth0Client();"],
    ['a class of the project', 'class Auth0Client {} new Auth0Client();'],
    [
      'a subclass with its own constructor',
      `${sdk}class Mine extends Auth0Client { constructor(x) { super({}) } } new Mine(1);`,
    ],
    ['a shadowing parameter', `${sdk}function f(Auth0Client) { return new Auth0Client() }`],
  ])('not %s', (_name, source) => {
    expect(clients(source)).toEqual([]);
  });

  it('follows a re-export of the class', () => {
    const found = clients("import { Auth0Client } from './sdk'; new Auth0Client();", {
      '/app/sdk.ts': "export { Auth0Client } from '@auth0/nextjs-auth0/server';",
    });
    expect(found).toHaveLength(1);
  });
});

describe('effective options', () => {
  const values = (source: string, others?: Record<string, string>) => {
    const [client] = clients(sdk + source, others);
    const show = (e: ClientModel['rolling']) => [
      e.value.kind === 'known' ? e.value.value : e.value.kind,
      e.origin,
    ];
    return client && [show(client.rolling), show(client.absoluteDuration), show(client.inactivityDuration)];
  };

  it('fills in the defaults of the SDK', () => {
    const defaults = [
      [true, 'default'],
      [259_200, 'default'],
      [86_400, 'default'],
    ];
    expect(values('new Auth0Client();')).toEqual(defaults);
    expect(values('new Auth0Client({});')).toEqual(defaults);
    expect(values('new Auth0Client({ session: undefined });')).toEqual(defaults);
    expect(values('new Auth0Client({ session: { rolling: undefined } });')).toEqual(defaults);
  });

  it('reads options through variables, spreads and other files', () => {
    expect(values('const o = { session: { rolling: false } } as const; new Auth0Client(o);')).toEqual([
      [false, 'option'],
      [259_200, 'default'],
      [86_400, 'default'],
    ]);
    expect(
      values("import { s } from './s'; new Auth0Client({ session: { ...s, inactivityDuration: 60 } });", {
        '/app/s.ts': 'export const s = { absoluteDuration: 3600, inactivityDuration: 1 };',
      }),
    ).toEqual([
      [true, 'default'],
      [3600, 'option'],
      [60, 'option'],
    ]);
  });

  it('keeps null, which the SDK does not replace', () => {
    expect(values('new Auth0Client({ session: { absoluteDuration: null } });')?.[1]).toEqual([
      null,
      'option',
    ]);
  });

  it('does not claim defaults for what it cannot see', () => {
    const nothing = [
      ['unknown', 'unknown'],
      ['unknown', 'unknown'],
      ['unknown', 'unknown'],
    ];
    expect(values('declare const o: object; new Auth0Client(o);')).toEqual(nothing);
    expect(values('declare const o: object; new Auth0Client({ session: { ...o } });')).toEqual(nothing);
    expect(values('declare const o: object; new Auth0Client({ session: {}, ...o });')).toEqual(nothing);
  });
});

describe('a session store', () => {
  it.each([
    ['a literal', '{ sessionStore: { get() {} } }', true],
    ['made in place', '{ sessionStore: new Store() }', true],
    ['made in place, with a cast', '{ sessionStore: new Store() as any }', true],
    ['a constant', '{ sessionStore: store }', true],
    ['made by a function here', '{ sessionStore: makeStore() }', true],
    ['a class', '{ sessionStore: Store }', true],
    ['made elsewhere', '{ sessionStore: openStore() }', 'unknown'],
    ['made where a variable says so', '{ sessionStore: process.env.X ? new Store() : undefined }', 'unknown'],
    ['none', '{ sessionStore: undefined }', false],
  ])('%s', (_name, options, expected) => {
    const [client] = clients(
      `${sdk}class Store {} const store = new Store(); const makeStore = () => new Store();
declare function openStore(): object; new Auth0Client(${options});`,
    );
    expect(client?.hasStore).toBe(expected);
  });
});

describe('is this expression a client?', () => {
  const lib = {
    '/app/lib/auth0.ts': `${sdk}export const auth0 = new Auth0Client(); export function getAuth() { return auth0 }\nexport const maybe = process.env.X ? new Auth0Client() : null; export const clients = { web: auth0 };`,
  };

  it.each([
    ["import { auth0 } from './lib/auth0'; auth0.middleware(r);", true],
    ["import * as auth from './lib/auth0'; auth.auth0.middleware(r);", true],
    ["import { getAuth } from './lib/auth0'; getAuth().middleware(r);", true],
    ["import { getAuth } from './lib/auth0'; (await getAuth()).middleware(r);", true],
    ["import { maybe } from './lib/auth0'; maybe!.middleware(r);", true],
    ["import { clients } from './lib/auth0'; clients.web.middleware(r);", true],
    [`${sdk}let c: Auth0Client | undefined; c!.middleware(r);`, true],
    [`${sdk}let c; function get() { c ??= new Auth0Client(); return c } get().middleware(r);`, true],
    ["import { thing } from 'other'; thing.middleware(r);", 'unknown'],
    ["import { gone } from './gone'; gone.middleware(r);", 'unknown'],
  ] as const)('%s', (source, expected) => {
    expect(holder(source, lib)).toBe(expected);
  });
});
