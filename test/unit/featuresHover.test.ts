import { describe, expect, it } from 'vitest';
import { hover, type HoverOptions } from '../../server/features/hover';
import { PALETTES } from '../../shared/session/chartStyle';
import { analysed, CLIENT_FILE, clientWith as session, manifest } from '../support/analysed';
import { HEALTHY_CLIENT } from '../support/nextApp';

async function opened(client: string, more: Record<string, string> = {}, options: HoverOptions = {}) {
  const { apps, files } = await analysed({ ...more, 'lib/auth0.ts': client });
  /** Hover text at the start of `needle`, plus `shift` characters. */
  const hoverIn = (file: string, needle: string, shift = 0): string | null => {
    const at = files[file]?.indexOf(needle) ?? -1;
    if (at < 0) throw new Error(`no ${needle} in ${file}`);
    return hover(apps, file, at + shift, options)?.markdown ?? null;
  };
  return { hoverIn, hover: hoverIn.bind(null, CLIENT_FILE) };
}

describe('hover', () => {
  it('tells the effective durations, where they come from and when the session ends', async () => {
    const { hover } = await opened(HEALTHY_CLIENT);
    const text = hover('new Auth0Client');
    expect(text).toContain('**Session of `auth0`** (SDK 4.30.0)');
    expect(text).toContain('- `rolling`: **on**, line 5');
    expect(text).toContain('- `absoluteDuration`: **30 days** (2592000 s), line 6');
    expect(text).toContain('- `inactivityDuration`: **7 days** (604800 s), line 7');
    expect(text).toContain(
      'The session ends after 7 days without a request, and 30 days after login at the latest.',
    );
    expect(text).toMatch(/```text\n[^]+\n```$/);
    for (const place of [
      'auth0 = new',
      'session: {',
      'rolling: true',
      'absoluteDuration',
      'inactivityDuration',
    ]) {
      expect(hover(place)).toContain('ends after 7 days without a request');
    }
  });

  it('explains the option under the cursor, on its name and on its value', async () => {
    const { hover } = await opened(HEALTHY_CLIENT);
    expect(hover('inactivityDuration: 60', 22)).toContain('The longest time between two requests');
    expect(hover('absoluteDuration')).toContain('The longest time from login');
    expect(hover('rolling')).toContain('Whether requests');
  });

  it('is silent elsewhere', async () => {
    const { hover, hoverIn } = await opened(HEALTHY_CLIENT);
    expect(hover('import')).toBeNull();
    expect(hoverIn('/shop/app/page.tsx', 'Page')).toBeNull();
  });

  it('names defaults', async () => {
    const { hover } = await opened(session('{ rolling: true }'));
    expect(hover('session')).toContain(
      '- `absoluteDuration`: **3 days** (259200 s), the default of SDK 4.30.0',
    );
  });

  it('follows constants into other files', async () => {
    const time = 'export const DAY = 86_400;\nexport const MONTH = 30 * DAY;\n';
    const { hover } = await opened(
      `import { MONTH } from './time';\n${session('{ absoluteDuration: MONTH }')}`,
      { 'lib/time.ts': time },
    );
    expect(hover('session')).toContain(
      '- `absoluteDuration`: **30 days** (2592000 s), `MONTH` in `lib/time.ts`, line 2',
    );
  });

  it('says where a session comes from that is no literal', async () => {
    const { hover } = await opened(session('sessionConfig()'));
    expect(hover('session')).toContain('- `rolling`: a value from `sessionConfig()`, `session` in line 2');
    expect(hover('session')).not.toContain('new Auth0Client');
  });

  it('says that one of the values is the default', async () => {
    const { hover } = await opened(session('process.env.X ? { rolling: false } : undefined'));
    const text = hover('session');
    expect(text).toContain('- `rolling`: **off** or **on**, line 2 or the default of SDK 4.30.0');
    expect(text).toContain('- `absoluteDuration`: **3 days** (259200 s), the default of SDK 4.30.0');
  });

  it('lists alternatives', async () => {
    const { hover } = await opened(session('{ absoluteDuration: Math.random() > 0.5 ? 3600 : 7200 }'));
    const text = hover('session');
    expect(text).toContain('- `absoluteDuration`: **1 hour** (3600 s) or **2 hours** (7200 s), line 2');
    expect(text).toContain('depends on which value of `absoluteDuration` is used');
  });

  it('names the environment variable that decides, never its value', async () => {
    const { hover } = await opened(session('{ absoluteDuration: Number(process.env.SESSION_SECONDS) }'), {
      '.env': 'SESSION_SECONDS=424242\n',
    });
    const text = hover('session');
    expect(text).toContain('a value from the environment variable `SESSION_SECONDS`');
    expect(text).toContain(
      'When the session ends is decided at run time, by the environment variable `SESSION_SECONDS`.',
    );
    expect(text).not.toContain('424242');
    expect(text).not.toContain('```');
  });

  it('says when a limit never comes into effect', async () => {
    const { hover } = await opened(session('{ inactivityDuration: 604800 }'));
    expect(hover('session')).toContain('The session ends 3 days after login, whatever the activity.');
  });

  it('says what ends a session that does not roll', async () => {
    const { hover } = await opened(session('{ rolling: false, absoluteDuration: 3600 }'));
    const text = hover('session');
    expect(text).toContain('The session ends 1 hour after login, or after the last save');
  });

  it('says that closing the browser ends a transient session', async () => {
    const { hover } = await opened(session('{ cookie: { transient: true } }'));
    expect(hover('session')).toContain('Closing the browser ends it earlier.');
  });

  it('says so where a variable makes the session transient, and where it stands', async () => {
    const env = { '.env': 'AUTH0_COOKIE_TRANSIENT=true\n' };
    const text = (await opened(session('{}'), env)).hover('session');
    expect(text).toContain('- `cookie.transient`: **on**, `AUTH0_COOKIE_TRANSIENT` in `.env`');
    expect(text).toContain('Closing the browser ends it earlier.');
    const others: [string, Record<string, string>][] = [
      ['{ cookie: { transient: false } }', env],
      ['{ cookie: { transient: read() } }', env],
      ['{}, sessionStore: new Store()', env],
      ['{}', { '.env': 'AUTH0_COOKIE_TRANSIENT=1\n' }],
      ['{}', { '.env.development': 'AUTH0_COOKIE_TRANSIENT=true\n' }],
      ['{}', { ...env, 'package.json': manifest({ '@auth0/nextjs-auth0': '4.4.2' }) }],
    ];
    for (const [options, files] of others) {
      const { hover } = await opened(session(options), files);
      expect(hover('session')).not.toMatch(/browser|TRANSIENT/);
    }
  });

  it('says when nobody can stay signed in', async () => {
    const { hover } = await opened(session('{ absoluteDuration: 0 }'));
    const text = hover('session');
    expect(text).toContain('Nobody can stay signed in');
    expect(text).not.toContain('```');
  });

  it('keeps code from becoming markup', async () => {
    const { hover } = await opened(session('{ absoluteDuration: read(`<img src=x>[a](command:b)`) }'));
    const text = hover('session');
    expect(text).toContain('`` read(`<img src=x>[a](command:b)`) ``');
    // Outside of code spans nothing of it is left.
    expect(text?.replace(/`{2}[^]*?`{2}|`[^`]*`/g, '')).not.toMatch(/[<\]]/);
  });

  it('shows what a client without options does, in its version of the SDK', async () => {
    const client =
      "import { Auth0Client } from '@auth0/nextjs-auth0/server';\nexport const auth0 = new Auth0Client();\n";
    const sdk = { 'package.json': manifest({ '@auth0/nextjs-auth0': '4.9.0' }) };
    const { hover } = await opened(client, sdk);
    for (const place of ['new Auth0Client', 'auth0 = new']) {
      const text = hover(place);
      expect(text).toContain('**Session of `auth0`** (SDK 4.9.0)');
      expect(text).toContain('- `rolling`: **on**, the default of SDK 4.9.0');
      expect(text).toContain('- `absoluteDuration`: **3 days** (259200 s), the default of SDK 4.9.0');
      expect(text).toContain('- `inactivityDuration`: **1 day** (86400 s), the default of SDK 4.9.0');
      expect(text).toContain('ends after 1 day without a request, and 3 days after login');
    }
  });

  it('says which version it takes where none is installed or locked', async () => {
    const sdk = { 'package.json': manifest({ '@auth0/nextjs-auth0': '^4.9.0' }) };
    const text = (await opened(session('{ rolling: false }'), sdk)).hover('session');
    expect(text).toContain('**Session of `auth0`** (SDK 4.30.0 assumed)');
    expect(text).toContain('- `absoluteDuration`: **3 days** (259200 s), the default\n');
  });

  it('says what beforeSessionRolled leaves of it', async () => {
    const of = async (options: string, sdk = '4.30.0'): Promise<string | null> => {
      const more = { 'package.json': manifest({ '@auth0/nextjs-auth0': sdk }) };
      return (await opened(session(`{ ${options} }`), more)).hover('session');
    };
    const decides = 'A request does not count where `beforeSessionRolled` returns false.';
    const never =
      'The session ends 1 day after login, or after the last save (`updateSession`, a token refresh), and 3 days after login at the latest: `beforeSessionRolled` lets no request extend it.';
    for (const hook of ["(req) => req.nextUrl.pathname !== '/poll'", 'hook', 'imported ?? undefined']) {
      expect(await of(`beforeSessionRolled: ${hook}`)).toContain(decides);
    }
    for (const hook of [
      '() => false',
      'async () => { try { log(); } catch {} }',
      '(req) => { if (req) return; return false; }',
    ]) {
      expect(await of(`beforeSessionRolled: ${hook}`)).toContain(never);
    }
    expect(await of('beforeSessionRolled() { return null; }')).toContain(never);
    expect(await of('beforeSessionRolled: async () => { log(); }')).toContain(decides);
    expect(await of("beforeSessionRolled: () => { throw new Error('no') }")).toContain(decides);
    for (const none of [
      of('beforeSessionRolled: () => true'),
      of('beforeSessionRolled: undefined'),
      of('beforeSessionRolled: () => false', '4.22.0'),
      of('beforeSessionRolled: () => false, rolling: false'),
      of('beforeSessionRolled: () => false, inactivityDuration: 604800'),
      of('...read()'),
    ]) {
      expect(await none).not.toContain('beforeSessionRolled');
    }
  });

  it('marks what NODE_ENV decided', async () => {
    const { hover } = await opened(
      session("{ absoluteDuration: process.env.NODE_ENV !== 'production' ? 30 * 86400 : 60 * 60 }"),
    );
    const text = hover('session');
    expect(text).toContain('- `absoluteDuration`: **1 hour** (3600 s), line 2 (in production)');
    expect(text).toContain('- `inactivityDuration`: **1 day** (86400 s), the default of SDK 4.30.0\n');
    expect(text).toContain('This holds in production');
    expect((await opened(HEALTHY_CLIENT)).hover('session')).not.toContain('production');
  });

  it('names an option besides the durations that differs', async () => {
    const { hover } = await opened(
      session(
        '{ cookie: { transient: read() ? true : false }, beforeSessionRolled: read() ? () => false : undefined }',
      ),
    );
    expect(hover('session')).toContain(
      'depends on which value of `cookie.transient` and `beforeSessionRolled` is used:',
    );
  });

  it('shows no life where the SDK keeps no session', async () => {
    const client = session('{ absoluteDuration: 3600 }, enterpriseConnect: true');
    const text = (await opened(client)).hover('session');
    expect(text).toContain('There is none: with `enterpriseConnect`');
    expect(text).not.toMatch(/1 hour|```/);
    const before = { 'package.json': manifest({ '@auth0/nextjs-auth0': '4.29.0' }) };
    expect((await opened(client, before)).hover('session')).toContain('The session ends 1 hour after login');
  });

  it('tells each lifetime when an option can have several values', async () => {
    const { hover } = await opened(session('{ inactivityDuration: Math.random() > 0.5 ? 3600 : 7200 }'));
    const text = hover('session');
    expect(text).toContain(
      '- The session ends after 1 hour without a request, and 3 days after login at the latest.',
    );
    expect(text).toContain(
      '- The session ends after 2 hours without a request, and 3 days after login at the latest.',
    );
    expect(text).not.toContain('```');
  });

  it('pairs no values that exclude each other', async () => {
    const { hover } = await opened(
      session(
        'process.env.LONG ? { absoluteDuration: 7200, inactivityDuration: 3600 } : { absoluteDuration: 600, inactivityDuration: 60 }',
      ),
    );
    expect(hover('session')?.match(/^- The session .*$/gm)).toEqual([
      '- The session ends after 1 hour without a request, and 2 hours after login at the latest.',
      '- The session ends after 1 minute without a request, and 10 minutes after login at the latest.',
    ]);
  });

  it('tells both outcomes of rolling, whatever decides it', async () => {
    const { hover } = await opened(session("{ rolling: process.env.R === 'true', absoluteDuration: 3600 }"));
    const text = hover('session');
    expect(text).toContain('a value from the environment variable `R`');
    expect(text).toContain('depends on which value of `rolling` is used:');
    expect(text).toContain('- The session ends 1 hour after login, whatever the activity.');
    expect(text).toContain('- The session ends 1 hour after login, or after the last save');
  });

  it('tells what the code names beside a variable that decides', async () => {
    const { hover } = await opened(session('{ absoluteDuration: Number(process.env.ABS ?? 604800) }'));
    expect(hover('session')).toContain(
      'is decided at run time, by the environment variable `ABS`. With what the code names:\n\n- The session ends after 1 day without a request, and 7 days after login at the latest.',
    );
  });

  it('says when there is more than it lists', async () => {
    const three = 'read() ? 3600 : read() ? 7200 : 10800';
    const { hover } = await opened(session(`{ absoluteDuration: ${three}, inactivityDuration: ${three} }`));
    expect(hover('session')).toContain('The session can end in more ways than can be listed, such as:');
    expect(hover('session')).toContain('\n- …');
  });

  it('names all that decide at run time', async () => {
    const { hover } = await opened(
      session('{ absoluteDuration: Number(process.env.A), inactivityDuration: Number(process.env.B) }'),
    );
    expect(hover('session')).toContain('at run time, by the environment variables `A` and `B`.');
    const { hover: mixed } = await opened(
      session('{ absoluteDuration: Number(process.env.A), inactivityDuration: read() }'),
    );
    expect(mixed('session')).toContain('at run time, by `read()` and the environment variable `A`.');
  });

  it('shows clients that share their options together', async () => {
    const { hover } = await opened(`import { Auth0Client } from '@auth0/nextjs-auth0/server';
const options = { session: { inactivityDuration: 3600 } };
export const shop = new Auth0Client(options);
export const admin = new Auth0Client({ ...options, clientId: 'a' });
`);
    const text = hover('session');
    expect(text).toContain('**Session of `shop`**');
    expect(text).toContain('**Session of `admin`**');
    expect(hover('new Auth0Client(options)')).not.toContain('**Session of `admin`**');
  });

  it('says that an idle limit has no effect where the session does not roll', async () => {
    const { hover } = await opened(session('{ rolling: false, inactivityDuration: 3600 }'));
    const text = hover('inactivityDuration');
    expect(text).toContain('`inactivityDuration`: Has no effect here: the session does not roll.');
    expect(text).toContain('- `inactivityDuration`: **1 hour** (3600 s), line 2; without effect');
    expect(text).not.toContain('The longest time between');
    expect((await opened(session('{ inactivityDuration: 3600 }'))).hover('session')).not.toContain('effect');
  });

  it('answers at each place that writes an option, and at the name of the object', async () => {
    const base = 'const base = { rolling: true };\n';
    const options =
      'const limits = { ...base, inactivityDuration: 604800, ...(process.env.SHORT ? { inactivityDuration: 3600 } : {}) };\n';
    const { hover } = await opened(`${base}${options}${session('limits')}`);
    for (const place of [
      'limits =',
      'inactivityDuration: 604800',
      'inactivityDuration: 3600',
      'rolling: true',
    ]) {
      expect(hover(place), place).toContain(
        '- `inactivityDuration`: **1 hour** (3600 s) or **7 days** (604800 s)',
      );
    }
    expect(hover('inactivityDuration: 604800')).toContain('The longest time between two requests');
    expect(hover('base =')).toBeNull();
    expect(hover('process.env.SHORT')).toBeNull();
    const called =
      await opened(`${session('make({ rolling: false })')}const all = { session: { rolling: true } };
export const second = new Auth0Client(all);
`);
    expect(called.hover('rolling: false')).toBeNull();
    expect(called.hover('all =')).toBeNull();
    expect(called.hover('rolling: true')).toContain('**Session of `second`**');
  });

  it('names the clients that write the same cookie', async () => {
    const two = (options: string): string =>
      `${session('{}')}export const admin = new Auth0Client(${options});\n`;
    const shared =
      'It uses the same cookie `__session` as `admin`: the one that saves it last sets its expiry.';
    expect((await opened(two(''))).hover('session')).toContain(shared);
    for (const own of ['name: "admin"', 'path: "/admin"', 'domain: "a.test"', 'name: process.env.NAME']) {
      const { hover } = await opened(two(`{ session: { cookie: { ${own} } } }`));
      expect(hover('session')).not.toContain('same cookie');
    }
    const secret = (
      await opened(two('{ secret: process.env.OTHER }'), { '.env': 'OTHER=a\nAUTH0_SECRET=b\n' })
    ).hover('session');
    expect(secret).toContain(
      'It uses the same cookie `__session` as `admin`, with another secret: neither can read what the other wrote.',
    );
  });
});

describe('the picture of a hover', () => {
  const pictureOf = (text: string | null) => {
    const [, alt = '', data = ''] =
      /!\[([^\]]*)\]\(data:image\/svg\+xml;base64,([\w+/=]+)\)/.exec(text ?? '') ?? [];
    return { alt, svg: Buffer.from(data, 'base64').toString('utf8') };
  };

  it('is an SVG image with the sentence as its alternative, in place of the drawing', async () => {
    const { hover } = await opened(HEALTHY_CLIENT, {}, { pictures: 'light' });
    const text = hover('session');
    const { alt, svg } = pictureOf(text);
    expect(alt).toBe(
      'The session ends after 7 days without a request, and 30 days after login at the latest.',
    );
    expect(svg).toMatch(
      /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="\d+" height="\d+"[^]*<\/svg>$/,
    );
    expect(svg).not.toMatch(/<script|<foreignObject|href=|url\(/i);
    expect(text).not.toContain('```');
  });

  it('is small enough for a hover, whatever the configuration', async () => {
    for (const options of [
      '{}',
      '{ rolling: false, absoluteDuration: 9e15 }',
      '{ absoluteDuration: Infinity, inactivityDuration: 1 }',
      '{ absoluteDuration: "x" }',
    ]) {
      const { hover } = await opened(session(options), {}, { pictures: 'light' });
      const { svg } = pictureOf(hover('session'));
      const [, width = 0, height = 0] = (/width="(\d+)" height="(\d+)"/.exec(svg) ?? []).map(Number);
      expect(width).toBeLessThanOrEqual(400);
      expect(height).toBeLessThanOrEqual(120);
      expect(hover('session')?.length).toBeLessThan(20_000);
    }
  });

  it('has the colours of the editor, which no image can see by itself', async () => {
    const [light, dark] = await Promise.all(
      (['light', 'dark'] as const).map(async (pictures) =>
        pictureOf((await opened(HEALTHY_CLIENT, {}, { pictures })).hover('session')),
      ),
    );
    for (const [picture, theme, other] of [
      [light, 'light', 'dark'],
      [dark, 'dark', 'light'],
    ] as const) {
      expect(picture?.svg).toContain(`.used,.on{fill:${PALETTES[theme].alive}}`);
      expect(picture?.svg).not.toContain(PALETTES[other].alive);
      expect(picture?.svg).not.toContain('@media');
    }
  });

  it('is left out where there is no session to draw, or none that is certain', async () => {
    for (const options of ['{ absoluteDuration: 0 }', '{ absoluteDuration: Number(process.env.X) }']) {
      const { hover } = await opened(session(options), {}, { pictures: 'light' });
      expect(hover('session')).not.toContain('data:');
    }
  });
});
