import { describe, expect, it } from 'vitest';
import { secretNames, sessionLanes } from '../../server/app/lanes';
import { fromWire } from '../../shared/session/wire';
import { analysed, CLIENT_FILE, clientWith } from '../support/analysed';

async function lanes(client: string, more: Record<string, string> = {}) {
  const { apps } = await analysed({ ...more, 'lib/auth0.ts': client });
  return apps.flatMap(sessionLanes);
}

async function secrets(client: string, more: Record<string, string>) {
  const { apps } = await analysed({ ...more, 'lib/auth0.ts': client });
  return apps.flatMap(secretNames);
}

describe('session lanes', () => {
  it('tell one client with its place and effective options', async () => {
    const [lane, ...more] = await lanes(clientWith('{ absoluteDuration: 7200, cookie: { name: "shop" } }'));
    expect(more).toEqual([]);
    expect(lane).toMatchObject({
      root: '/shop',
      app: 'shop',
      file: CLIENT_FILE,
      line: 2,
      name: 'auth0',
      sdk: '4.30.0',
      cookieName: 'shop',
      unknown: [],
      config: {
        rolling: true,
        absoluteDuration: 7200,
        inactivityDuration: 86_400,
        transient: false,
        stateful: false,
      },
    });
  });

  it('are one per combination of possible values', async () => {
    const found = await lanes(clientWith('{ absoluteDuration: Math.random() > 0.5 ? 3600 : 7200 }'));
    expect(found.map(({ config }) => config.absoluteDuration)).toEqual([3600, 7200]);
    expect(new Set(found.map(({ id }) => id)).size).toBe(2);
  });

  it('leave out what is decided at run time, and name it', async () => {
    const [lane] = await lanes(
      clientWith('{ absoluteDuration: Number(process.env.LIMIT), inactivityDuration: 60 }'),
    );
    expect(lane?.unknown).toEqual(['absoluteDuration']);
    expect(lane?.config).not.toHaveProperty('absoluteDuration');
    expect(lane?.config.inactivityDuration).toBe(60);
  });

  it('are two where it is decided at run time whether the session rolls', async () => {
    const found = await lanes(
      clientWith("{ rolling: process.env.R === 'true', absoluteDuration: 3600, inactivityDuration: 60 }"),
    );
    expect(found.map(({ config, unknown }) => [config.rolling, unknown])).toEqual([
      [true, []],
      [false, []],
    ]);
  });

  it('carry what beforeSessionRolled does', async () => {
    const hook = async (code: string) => {
      const [lane] = await lanes(clientWith(`{ beforeSessionRolled: ${code} }`));
      return lane && fromWire(JSON.parse(JSON.stringify(lane.config))).hook;
    };
    expect(await hook('() => false')).toBe('never');
    expect(await hook('(request) => check(request)')).toBe('decides');
    expect(await hook('undefined')).toBeUndefined();
  });

  it('know that a beforeSessionRolled that throws lets the session roll', async () => {
    const hook = async (code: string) => {
      const [lane] = await lanes(clientWith(`{ beforeSessionRolled: ${code} }`));
      return lane?.config.hook;
    };
    expect(await hook('async (r) => { await audit(r); return false; }')).toBe('decides');
    expect(await hook('(r) => { new Audit(r); }')).toBe('decides');
    expect(await hook('(r) => { try { audit(r); } finally { done = 1; } }')).toBe('decides');
    expect(await hook('(r) => { try { audit(r); } catch (e) { report(e); } return false; }')).toBe('decides');
    expect(await hook('async (r) => { try { await audit(r); } catch {} return false; }')).toBe('never');
    expect(await hook('() => { const later = () => audit(); return false; }')).toBe('never');
    expect(await hook('() => true')).toBeUndefined();
    expect(await hook('() => { return true; }')).toBeUndefined();
    expect(await hook('async (r) => { if (r.a) return true; await audit(r); return true; }')).toBeUndefined();
    expect(await hook('(r) => { if (r.a) return; return true; }')).toBe('decides');
    expect(await hook('(r) => { if (r.a) { return true; } }')).toBe('decides');
  });

  it('are none where the SDK keeps no session', async () => {
    expect(await lanes(clientWith('{}, enterpriseConnect: true'))).toEqual([]);
  });

  it('carry numbers that JSON does not know', async () => {
    const [lane] = await lanes(clientWith('{ absoluteDuration: Infinity }'));
    const travelled = JSON.parse(JSON.stringify(lane?.config));
    expect(fromWire(travelled).absoluteDuration).toBe(Infinity);
  });

  it('keep their ids while the client is edited, and tell clients apart', async () => {
    const two = (gap: string, idle: number): string =>
      `${clientWith(`{ inactivityDuration: ${idle} }`)}${gap}export const admin = new Auth0Client();\n`;
    const before = await lanes(two('', 60));
    const after = await lanes(`// A comment.\n${two('\n\nconst x = 1;\n', 3600)}`);
    expect(before.map(({ id }) => id)).toEqual(after.map(({ id }) => id));
    expect(new Set(before.map(({ id }) => id)).size).toBe(2);
    expect(after.map(({ line }) => line)).toEqual([3, 7]);
  });

  it('do not guess the name of the cookie', async () => {
    const name = async (session: string) => (await lanes(clientWith(session)))[0]?.cookieName;
    expect(await name('{}')).toBe('__session');
    expect(await name('{ cookie: { name: process.env.NAME } }')).toBeNull();
    expect(await name('{ cookie: { ...read() } }')).toBeNull();
  });

  it('name the clients that write the same cookie, and whether they can read it', async () => {
    const sharers = async (first: string, second: string, more = {}) => {
      const client = (name: string, options: string): string =>
        `export const ${name} = new Auth0Client({ ${options} });\n`;
      const imports = "import { Auth0Client } from '@auth0/nextjs-auth0/server';\n";
      const found = await lanes(`${imports}${client('auth0', first)}${client('admin', second)}`, more);
      const [one, two] = found.map(({ sharers: all }) => all);
      expect(one?.map(({ otherSecret }) => otherSecret)).toEqual(
        (two ?? []).map(({ otherSecret }) => otherSecret),
      );
      expect(one?.map(({ lane }) => lane)).toEqual(one?.map(() => found[1]?.id));
      return one?.map(({ otherSecret }) => otherSecret);
    };
    expect(await sharers('', 'session: { rolling: false }')).toEqual([false]);
    expect(await sharers('', "session: { cookie: { name: '__session' } }")).toEqual([false]);
    const below = (path: string) => `session: { cookie: { path: '${path}' } }`;
    expect(await sharers(below('/a'), below('/a'))).toEqual([false]);
    for (const [one, two] of [
      [below('/a'), below('/b')],
      ['', "session: { cookie: { name: 'admin' } }"],
      ['', "session: { cookie: { domain: 'a.test' } }"],
      ['', 'session: { cookie: { path: where() } }'],
      ["appBaseUrl: 'https://a.test'", "appBaseUrl: 'https://b.test'"],
      ['', 'enterpriseConnect: true'],
    ] as const) {
      expect(await sharers(one, two), `${one} | ${two}`).toEqual([]);
    }
    const url = 'appBaseUrl: process.env.URL ?? "http://localhost:3000"';
    expect(await sharers(url, url)).toEqual([false]);
    expect(await sharers('secret: process.env.ONE', 'secret: process.env.TWO')).toEqual([false]);
    expect(
      await sharers('secret: process.env.ONE', '', { '.env': 'ONE=aaaaaaaa\nAUTH0_SECRET=bbbbbbbb\n' }),
    ).toEqual([true]);
    expect(
      await sharers('secret: process.env.ONE', '', { '.env': 'ONE=aaaaaaaa\nAUTH0_SECRET=aaaaaaaa\n' }),
    ).toEqual([false]);
  });

  it('are not those of one variable, of which there is one at a time', async () => {
    const found = await lanes(
      "import { Auth0Client } from '@auth0/nextjs-auth0/server';\nexport const auth0 = process.env.LONG ? new Auth0Client({ session: { absoluteDuration: 60 } }) : new Auth0Client();\n",
    );
    expect(found.map(({ sharers }) => sharers)).toEqual([[], []]);
  });

  it('say what a store and a cookie without expiry change', async () => {
    const [lane] = await lanes(
      clientWith('{ cookie: { transient: true } }, sessionStore: { get() {}, set() {}, delete() {} }'),
    );
    expect(lane?.config).toMatchObject({ transient: true, stateful: true });
  });
});

describe('names of secrets', () => {
  it('are listed with each file that sets them, strongest first, without values', async () => {
    const found = await secrets(clientWith('{}'), {
      '.env': 'AUTH0_SECRET=aaaaaaaa\nOTHER=x\n',
      '.env.local': 'AUTH0_SECRET="bbbbbbbb"\n',
      '.env.example': 'AUTH0_SECRET=cccccccc\n',
    });
    expect(found).toEqual(
      ['/shop/.env.local', '/shop/.env'].map((file) => ({
        root: '/shop',
        app: 'shop',
        variable: 'AUTH0_SECRET',
        file,
      })),
    );
    expect(JSON.stringify(found)).not.toMatch(/aaaa|bbbb|cccc/);
  });

  it('include the variable that a client takes its secret from', async () => {
    const client = clientWith('{}, secret: process.env.COOKIE_KEY ?? process.env.OLD_KEY');
    const found = await secrets(client, { '.env': 'COOKIE_KEY=a\nOLD_KEY=b\nUNRELATED=c\n' });
    expect(found.map(({ variable }) => variable)).toEqual(['COOKIE_KEY', 'OLD_KEY']);
  });

  it('leave out variables without a value, and repetitions', async () => {
    const found = await secrets(clientWith('{}'), {
      '.env': 'AUTH0_SECRET=\n',
      '.env.local': 'AUTH0_SECRET=a\nAUTH0_SECRET=b\n',
    });
    expect(found.map(({ file }) => file)).toEqual(['/shop/.env.local']);
  });
});
