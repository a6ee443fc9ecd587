import { beforeAll, describe, expect, test } from 'vitest';
import { MAX_JSON, MAX_TEXT, parsePasted } from '../../shared/cookie/parse';
import type { PastedForm } from '../../shared/cookie/types';
import { jwe, jwt, NOW, session } from './samples';

/** A real value, so that its alphabet and length are those people paste. */
let V = '';
beforeAll(async () => {
  V = await jwe(session(NOW, { filler: '🍪'.repeat(50) }), { exp: NOW + 60 });
});

/** Name and value of every cookie; the value as `V` where it is the real one. */
function read(text: string): { form: PastedForm; cookies: string[] } {
  const { form, cookies } = parsePasted(text);
  return {
    form,
    cookies: cookies.map(({ name, value, source }) => {
      const shown = value.replaceAll(V, 'V');
      return `${source === undefined ? '' : `${source}:`}${name ?? ''}=${shown}`;
    }),
  };
}

/** As a terminal or an e-mail breaks long lines. */
function broken(value: string, width = 76, newline = '\n'): string {
  return value.match(new RegExp(`.{1,${width}}`, 'g'))?.join(newline) ?? '';
}

type Case = [what: string, text: () => string, form: PastedForm, cookies: string[]];

const one = ['__session=V'];

describe('a bare value', () => {
  test.each<Case>([
    ['alone', () => V, 'value', ['=V']],
    ['with white space around', () => `\n  ${V} \r\n`, 'value', ['=V']],
    ['in quotes', () => `"${V}"`, 'value', ['=V']],
    ['in single quotes and backticks', () => `'\`${V}\`'`, 'value', ['=V']],
    ['in typographic quotes', () => `“${V}”`, 'value', ['=V']],
    ['broken into lines', () => broken(V), 'value', ['=V']],
    ['broken by Windows, and indented', () => broken(V, 60, '\r\n    '), 'value', ['=V']],
    ['with a semicolon behind it', () => `${V};`, 'value', ['=V']],
    ['as a bearer token', () => `Bearer ${V}`, 'value', ['=V']],
    ['with a byte order mark', () => `\ufeff${V}`, 'value', ['=V']],
    ['two in lines of their own', () => `${V}\n${V}`, 'value', ['=V', '=V']],
    ['two run together', () => `1767607200:${V}${V}`, 'value', ['=1767607200:V', '=V']],
    ['of a transaction', () => `1767607200%3A${V}`, 'value', ['=1767607200%3AV']],
    ['behind spaces that nobody sees', () => `\u200b${V}\u00a0`, 'value', ['=V']],
    ['quoted in an e-mail', () => broken(V, 70, '\n> '), 'value', ['=V']],
    ['broken by an e-mail', () => broken(V, 70, '=\n'), 'value', ['=V']],
    ['with lines continued by a backslash', () => broken(V, 70, '\\\n'), 'value', ['=V']],
    ['in the middle of a text', () => `It says\n${V} and no more.`, 'value', ['=V']],
  ])('%s', (_what, text, form, cookies) => expect(read(text())).toEqual({ form, cookies }));
});

describe('headers', () => {
  test.each<Case>([
    [
      'a Cookie header',
      () => `Cookie: a=1; __session=${V}; b=2`,
      'cookie-header',
      ['a=1', '__session=V', 'b=2'],
    ],
    ['its value only', () => `a=1; __session=${V}`, 'cookie-header', ['a=1', '__session=V']],
    ['one pair', () => `__session=${V}`, 'cookie-header', one],
    ['in lower case, quoted', () => `"cookie: __session=${V}"`, 'cookie-header', one],
    ['with a quoted value', () => `__session="${V}"`, 'cookie-header', one],
    [
      'with a value broken into lines',
      () => `Cookie: a=1; __session=${broken(V)}; b=2`,
      'cookie-header',
      ['a=1', '__session=V', 'b=2'],
    ],
    ['with lines continued by a backslash', () => `__session=${broken(V, 80, '\\\n')}`, 'cookie-header', one],
    [
      'a line for each pair',
      () => `a=1\n__session=${V}\nb=2`,
      'cookie-header',
      ['a=1', '__session=V', 'b=2'],
    ],
    [
      'percent-encoding stays',
      () => '__txn_s=1767607200%3Aabc',
      'cookie-header',
      ['__txn_s=1767607200%3Aabc'],
    ],
    [
      'a name that comes twice',
      () => `__session=x; __session=${V}`,
      'cookie-header',
      ['__session=x', '__session=V'],
    ],
    ['an empty value', () => `__session=; a=`, 'cookie-header', ['__session=', 'a=']],
    [
      'a whole request',
      () =>
        `GET /dashboard HTTP/1.1\r\nHost: localhost:3000\r\nCookie: __session=${V}\r\nAccept: */*\r\n\r\nx=1`,
      'cookie-header',
      one,
    ],
    [
      'HTTP/2 in developer tools',
      () => `:authority: x\n:path: /\ncookie:\n__session=${V}\nuser-agent:\nx=1`,
      'cookie-header',
      one,
    ],
    [
      'curl -v',
      () => `> GET / HTTP/1.1\n> Cookie: __session=${V}\n< HTTP/1.1 200 OK\n< Set-Cookie: b=2; Path=/`,
      'set-cookie',
      ['__session=V', 'b=2'],
    ],
    [
      'Set-Cookie lines',
      () =>
        `Set-Cookie: __session=${V}; Path=/; Expires=Wed, 07 Jan 2026 10:00:00 GMT; HttpOnly; SameSite=lax\nset-cookie: __session__0=; Max-Age=0; Path=/`,
      'set-cookie',
      ['__session=V', '__session__0='],
    ],
    ['one without its name', () => `__session=${V}; Path=/; HttpOnly`, 'set-cookie', one],
    [
      'several without theirs',
      () => `a=1; Path=/\n__session=${V}; Path=/;\n  HttpOnly`,
      'set-cookie',
      ['a=1', '__session=V'],
    ],
    [
      'several joined by commas',
      () => `a=1; Expires=Wed, 07 Jan 2026 10:00:00 GMT, __session=${V}; Path=/`,
      'set-cookie',
      ['a=1', '__session=V'],
    ],
    [
      'one broken into lines',
      () => `Set-Cookie: __session=${broken(V)};\n Path=/; HttpOnly`,
      'set-cookie',
      one,
    ],
    [
      'console.log(headers)',
      () => `{\n  host: 'x',\n  cookie: '__session__0=${V}; __session__1=b',\n  accept: '*/*'\n}`,
      'cookie-header',
      ['__session__0=V', '__session__1=b'],
    ],
    [
      'the last of them, in a Headers object',
      () => `Headers {\n  cookie: '_ga=1; __session=${V}'\n}`,
      'cookie-header',
      ['_ga=1', '__session=V'],
    ],
    [
      'broken into lines in front of a name',
      () => `{\n  cookie: 'a=1; \n__session__0=${V};\n  __session__1=b',\n  accept: '*/*'\n}`,
      'cookie-header',
      ['a=1', '__session__0=V', '__session__1=b'],
    ],
    ['code behind it', () => `headers = {\n  cookie: '__session=${V}' + rest,`, 'cookie-header', one],
    ['cut off', () => `{\n  cookie: '__session=${V}; b=2`, 'cookie-header', ['__session=V', 'b=2']],
    ['a quoted value', () => `Cookie: "_ga=1; __session=${V}"`, 'cookie-header', ['_ga=1', '__session=V']],
    [
      'a line of JSON or JavaScript',
      () => `"cookie": "a=\\"1\\"; __session=${V}",`,
      'cookie-header',
      ['a=1', '__session=V'],
    ],
  ])('%s', (_what, text, form, cookies) => expect(read(text())).toEqual({ form, cookies }));
});

test.each(['\n', '\n  ', '\\\n', ' '])(
  'headers broken at any width, also inside a name, by %j',
  (newline) => {
    const pairs = ['_ga=GA1.1.1', `__session__0=${V}`, `__session__1=${V}`, `my-app__2=${V}`, 'lang=de'];
    const attributes = 'Path=/; Secure; HttpOnly; Max-Age=3600; SameSite=lax';
    for (let width = 40; width <= 200; width++) {
      const header = broken(pairs.join('; '), width, newline);
      const response = pairs.map((pair) => broken(`Set-Cookie: ${pair}; ${attributes}`, width, newline));
      for (const text of [header, `Cookie: ${header}`, response.join('\n')]) {
        expect(read(text).cookies, `width ${width}: ${text.slice(0, 12)}`).toEqual(
          pairs.map((pair) => pair.replace(V, 'V')),
        );
      }
    }
  },
);

test('a flag at the end of a line is no torn name, and prose before a name is none of it', () => {
  expect(read(`a=1; Path=/; HttpOnly\n__session=${V}; Path=/`).cookies).toEqual(['a=1', '__session=V']);
  expect(read(`Cookie: see __session=${V}`).cookies).toEqual(one);
});

describe('commands', () => {
  test.each<Case>([
    [
      'Chrome for sh',
      () =>
        `curl 'http://localhost:3000/?a=1&b=2' \\\n  -H 'accept: */*' \\\n  -b 'a=1; __session=${V}' \\\n  --data-raw $'it\\'s' --compressed`,
      'curl',
      ['a=1', '__session=V'],
    ],
    [
      'with ANSI quotes',
      () => `curl 'http://x/' -b $'a=it\\'s\\u0021; __session=${V}'`,
      'curl',
      ["a=it's!", '__session=V'],
    ],
    [
      'older Chrome, Firefox',
      () =>
        `curl "http://localhost:3000/" --compressed -H "Accept: */*" -H 'Cookie: __session=${V}' -H 'X: y'`,
      'curl',
      one,
    ],
    [
      'long options and a prompt',
      () => `$ curl --cookie "__session=${V}" --header='cookie: b=2' http://x/`,
      'curl',
      ['__session=V', 'b=2'],
    ],
    ['a file of cookies is no cookie', () => `curl -b cookies.txt -c jar.txt http://x/`, 'curl', []],
    [
      'Chrome for cmd',
      () =>
        `curl ^"http://localhost:3000/?a=1^&b=2^" ^\r\n  -H ^"accept: */*^" ^\r\n  -b ^"a=50^%^25; q=\\^"x\\^"; __session=${V}^" ^\r\n  --insecure`,
      'curl',
      ['a=50%25', 'q=x', '__session=V'],
    ],
    [
      'older Chrome for cmd',
      () => `curl "http://x/" ^\n  -H "Cookie: __session=${V}" ^\n  --compressed`,
      'curl',
      one,
    ],
    [
      'several commands',
      () => `curl 'http://x/1' -b '__session=${V}' ;\ncurl 'http://x/2' -b '__session=other'`,
      'curl',
      ['0:__session=V', '1:__session=other'],
    ],
    [
      'PowerShell',
      () =>
        `$session = New-Object Microsoft.PowerShell.Commands.WebRequestSession\n$session.UserAgent = "Mozilla/5.0"\n$session.Cookies.Add((New-Object System.Net.Cookie("a", "1\`$2 $([char]233)", "/", "localhost")))\n$session.Cookies.Add((New-Object System.Net.Cookie("__session", "${V}", "/", "localhost")))\nInvoke-WebRequest -UseBasicParsing -Uri "http://localhost:3000/" \`\n-WebSession $session`,
      'curl',
      ['a=1$2 é', '__session=V'],
    ],
    [
      'PowerShell with a header',
      () => `Invoke-WebRequest -Uri "http://x/" -Headers @{\n"Cookie"="__session=${V}; b=2"\n}`,
      'curl',
      ['__session=V', 'b=2'],
    ],
    [
      'fetch for Node.js',
      () =>
        `fetch("http://x/", {\n  "headers": {\n    "accept": "*/*",\n    "cookie": "a=\\"1\\"; __session=${V}"\n  },\n  "method": "GET"\n});`,
      'curl',
      ['a=1', '__session=V'],
    ],
  ])('%s', (_what, text, form, cookies) => expect(read(text())).toEqual({ form, cookies }));
});

describe('JSON', () => {
  const entry = (request: object, response: object) => ({ request, response });
  const cookie = (name: string, value: string, more: object = {}) => ({ name, value, ...more });
  const json = (value: unknown) => JSON.stringify(value, null, 2);

  test.each<Case>([
    [
      'a HAR file: of each cookie the last version, headers count more',
      () =>
        json({
          log: {
            version: '1.2',
            entries: [
              entry(
                { headers: [cookie('Cookie', `__session=${V}`)], cookies: [cookie('__session', 'decoded')] },
                { headers: [], cookies: [] },
              ),
              entry(
                { headers: [cookie('cookie', `__session=${V}; a=1`)] },
                { headers: [cookie('set-cookie', '__session=new; Path=/\nb=2; Path=/\na=; Max-Age=0')] },
              ),
              'no entry',
            ],
          },
        }),
      'har',
      ['3:a=1', '4:__session=new', '4:b=2'],
    ],
    ['an array', () => json([cookie('a', '1'), cookie('__session', V)]), 'json', ['a=1', '__session=V']],
    ['one object', () => json(cookie('__session', V)), 'json', one],
    [
      'extensions, with several hosts',
      () =>
        json([
          cookie('__session', V, { domain: 'localhost', httpOnly: true }),
          cookie('__session', 'x', { domain: '.example.com' }),
        ]),
      'json',
      ['0:__session=V', '1:__session=x'],
    ],
    [
      "Playwright's storage state",
      () =>
        json({
          cookies: [cookie('__session', V, { domain: 'localhost', path: '/' })],
          origins: [{ origin: 'http://localhost', localStorage: [cookie('theme', 'dark')] }],
        }),
      'json',
      one,
    ],
    ['a map', () => json({ a: '1', __session: V }), 'json', ['a=1', '__session=V']],
    [
      "Firefox's requests",
      () => json({ 'Request Cookies': { a: '1', __session: V } }),
      'json',
      ['a=1', '__session=V'],
    ],
    [
      "Firefox's responses",
      () => json({ 'Response Cookies': { __session: { value: V, path: '/', httpOnly: true } } }),
      'json',
      one,
    ],
    ["Next.js's cookies() in a log", () => json({ __session: { name: '__session', value: V } }), 'json', one],
    [
      'headers',
      () => json({ headers: { host: 'x', cookie: `a=1; __session=${V}` } }),
      'json',
      ['a=1', '__session=V'],
    ],
    [
      'headers of a response',
      () => json({ headers: { 'set-cookie': [`__session=${V}; Path=/`, 'b=2; Path=/'] } }),
      'json',
      ['__session=V', 'b=2'],
    ],
  ])('%s', (_what, text, form, cookies) => expect(read(text())).toEqual({ form, cookies }));

  test('a HAR file of a session that rolls: the last version of each host, all chunks of one message', () => {
    const set = (n: number, names: readonly string[]) =>
      names.map((name) => `${name}=${name === '__session__1' ? 'end' : 'eyJ'}${n}; Path=/`).join('\n');
    const visit = (host: string, n: number, names: readonly string[]) =>
      entry(
        {
          url: `http://${host}/page?n=${n}`,
          headers: [cookie('Cookie', set(n - 1, names).replace(/; Path=.*\n?/g, '; '))],
        },
        { headers: [cookie('Set-Cookie', set(n, names))] },
      );
    const chunks = ['__session__0', '__session__1'];
    const entries = [1, 2, 3].flatMap((n) => [visit('a', n, ['__session']), visit('b', n, ['__session'])]);
    const { cookies, note } = parsePasted(json({ log: { entries: [...entries, visit('b', 4, chunks)] } }));
    expect(cookies.map(({ name, value, source }) => [name, value, source])).toEqual([
      ['__session', 'eyJ3', 10],
      ['__session__0', 'eyJ4', 14],
      ['__session__1', 'end4', 14],
    ]);
    expect(note).toBe(
      '7 earlier versions of these cookies are in this file, and only the last of each is shown.',
    );
    expect(parsePasted(json({ log: { entries: [entries[0]] } })).note).toMatch(
      /^1 earlier version of .* is in/,
    );
  });

  test('a HAR file: what another cookie held before is no earlier version of these', () => {
    const visits = (name: string, valueOf: (n: number) => string) =>
      [1, 2, 3, 4, 5].map((n) =>
        entry({ headers: [cookie('Cookie', `__session=eyJsame; ${name}=${valueOf(n)}`)] }, {}),
      );
    const note = (entries: unknown[]) => parsePasted(json({ log: { entries } })).note;
    expect(note(visits('other', (n) => `eyJ${n}`))).toBeNull();
    expect(note(visits('token', (n) => jwt({ n })))).toBeNull();
    // A session under a name of the app's own is encrypted all the same.
    expect(note(visits('app', (n) => `eyJhbGciOiJkaXIifQ..${n}.a.b`))).toMatch(/^4 earlier versions of/);
  });

  test('files without cookies say so', () => {
    const har = parsePasted(json({ log: { entries: [entry({ headers: [], cookies: [] }, {})] } }));
    expect(har).toMatchObject({
      form: 'har',
      cookies: [],
      note: expect.stringMatching(/with sensitive data/) as string,
    });
    expect(parsePasted('[]')).toMatchObject({
      form: 'json',
      cookies: [],
      note: 'The JSON holds no cookies.',
    });
  });
});

describe('tables', () => {
  test.each<Case>([
    [
      'developer tools',
      () =>
        `Name\tValue\tDomain\tPath\n__session__1\tdef\tlocalhost\t/\t2026-01-07T10:00:00.000Z\t3515\t✓\t\tLax\n__session__0\t${V}\tlocalhost\t/`,
      'table',
      ['__session__1=def', '__session__0=V'],
    ],
    ['one row', () => `__session\t${V}\tlocalhost\t/\tSession`, 'table', one],
    [
      'two hosts',
      () => `__session\t${V}\tlocalhost\n__session\tx\t.example.com`,
      'table',
      ['0:__session=V', '1:__session=x'],
    ],
    [
      'cookies.txt',
      () =>
        `# Netscape HTTP Cookie File\n# a comment\n\n#HttpOnly_localhost\tFALSE\t/\tFALSE\t1767780000\t__session\t${V}\nlocalhost\tFALSE\t/\tFALSE\t0\ta\t1`,
      'table',
      ['__session=V', 'a=1'],
    ],
    ['columns of spaces', () => `__session      ${V}   localhost   /\n_ga   GA1.1   localhost`, 'table', one],
  ])('%s', (_what, text, form, cookies) => expect(read(text())).toEqual({ form, cookies }));
});

describe('any other text', () => {
  /** A session in three chunks, as `form` joins them. */
  const chunks = (form: (name: string, value: string) => string, separator: string) => () =>
    [0, 1, 2].map((i) => form(`__session__${i}`, `${V.slice(0, -1)}${i}`)).join(separator);
  const header = chunks((name, value) => `${name}=${value}`, '; ');

  test.each<[what: string, text: () => string]>([
    ['an option of cURL alone', () => `-H 'Cookie: ${header()}' \\`],
    ['several', () => `-H 'accept: */*' \\\n  -b '${header()}'`],
    ['cURL behind a prompt', () => `ada@host:~$ curl -b '${header()}' http://x/`],
    ['behind time', () => `time curl -b '${header()}' http://x/`],
    ['behind a comment', () => `# log in first\ncurl -b '${header()}' http://x/`],
    ['behind another command', () => `cd app && curl -b '${header()}' http://x/`],
    ['in a code block', () => `\`\`\`sh\ncurl 'http://x/' \\\n  -b '${header()}'\n\`\`\``],
    ['with letters together', () => `curl -sSb '${header()}' http://x/`],
    ['with -sH', () => `curl -sH 'Cookie: ${header()}' http://x/`],
    ['httpie', () => `http GET localhost:3000/ 'Cookie:${header()}'`],
    ['wget', () => `wget --header='Cookie: ${header()}' http://x/`],
    ['PowerShell, single quotes', () => `Invoke-RestMethod http://x/ -Headers @{ Cookie = '${header()}' }`],
    ['PowerShell, another class', chunks((n, v) => `[Net.Cookie]::new('${n}','${v}','/','x')`, '\n')],
    ['fetch with a template', () => `fetch('http://x/', { headers: { Cookie: \`${header()}\` } })`],
    ['axios', () => `axios.get('/x', { headers: { Cookie: '${header()}' } })`],
    ['Python', chunks((n, v) => `cookies['${n}'] = '${v}'`, '\n')],
    ['Python, a dictionary', () => `{${chunks((n, v) => `'${n}': '${v}'`, ', ')()}}`],
    [
      'Playwright',
      () => `addCookies([${chunks((n, v) => `{ name: '${n}', value: '${v}', url: 'x' }`, ',\n')()}])`,
    ],
    ['Cypress', chunks((n, v) => `cy.setCookie('${n}', '${v}')`, '\n')],
    ['a log', () => `10:00 INFO headers={"host":"x","cookie":"${header()}"} SDK 4.30 done`],
    ['Markdown', () => `| Name | Value |\n|---|---|\n${chunks((n, v) => `| ${n} | ${v} | x |`, '\n')()}`],
    ['CSV', () => `Name,Value,Domain\n${chunks((n, v) => `${n},${v},x`, '\n')()}`],
    ['CSV in quotes', () => `"Name","Value"\n${chunks((n, v) => `"${n}","${v}"`, '\n')()}`],
    ["Firefox's storage", chunks((n, v) => `${n}:"${v}"\nCreated:"x"\nDomain:"localhost"`, '\n')],
    ['lines in turn', chunks((n, v) => `${n}\n${v}\nlocalhost\n/`, '\n')],
    [
      'JSON with a comma too many',
      () => `[${chunks((name, value) => JSON.stringify({ name, value }), ',')()},]`,
    ],
    [
      'JSON that is cut off',
      () => `[${chunks((name, value) => JSON.stringify({ name, path: '/', value }), ',')()},{"na`,
    ],
    ['JSON lines', chunks((name, value) => JSON.stringify({ name, value }), '\n')],
    ['JSON: pairs', () => `[${chunks((n, v) => JSON.stringify(`${n}=${v}; Path=/`), ',')()}]`],
    ['JSON: entries', () => `[${chunks((n, v) => JSON.stringify([n, v]), ',')()}]`],
    ['JSON: headers', () => JSON.stringify([['cookie', header()]])],
    ['Postman', () => JSON.stringify({ header: [{ key: 'Cookie', value: header() }] })],
    ['DevTools protocol', () => `[${chunks((Name, Value) => JSON.stringify({ Name, Value }), ',')()}]`],
    ['a semicolon in front', () => `;a=1; ${header()}`],
    ['prose around it', () => `Hi, this is it:\n\n${header()}\n\nCan you help? Thanks; Bob`],
    ['a tab behind the name', () => `Cookie\t${header()}`],
    ['Set-Cookie with a tab', chunks((n, v) => `set-cookie\t${n}=${v}; Path=/`, '\n')],
    ['spaces around =', chunks((n, v) => `${n} = ${v}`, '; ')],
    ['percent-encoded', () => encodeURIComponent(header())],
    ['a table with an empty column', chunks((n, v) => `\t${n}\t${v}\tlocalhost`, '\n')],
  ])('%s', (_what, text) => {
    const cookies = read(text()).cookies.filter((cookie) => cookie.startsWith('__session'));
    expect(cookies).toEqual(header().split('; '));
  });

  test('a name of its own, and a value that comes later', () => {
    expect(read(`{ name: '__session', path: '/', value: '${V}' }`).cookies).toEqual(one);
    expect(read(`my-app   ${V}   localhost\nmy-app__1   ${V}   localhost`).cookies).toEqual([
      'my-app=V',
      'my-app__1=V',
    ]);
    expect(read(`[auth] could not read "sid": "${V}" (413)\n at x`)).toEqual({
      form: 'text',
      cookies: ['sid=V'],
    });
  });

  test.each<[what: string, text: (header: string) => string, newline: string]>([
    ['an option', (text) => `-H 'Cookie: ${text}'`, '\n'],
    ['code', (text) => `const headers = { host: 'x', cookie: '${text}' };`, '\n'],
    ['an indented log', (text) => `10:00 INFO {"cookie":"${text}"} done`, '\n    '],
    ['a command', (text) => `http GET localhost:3000 'Cookie:${text}'`, '\\\n'],
    ['a quoted mail', (text) => `Cookie: ${text}`, '\n> '],
    ['a quoted mail without the name', (text) => text, '\n> '],
  ])('%s, broken into lines of any width', (_what, write, newline) => {
    const pairs = header().split('; ');
    for (let width = 40; width <= 200; width++) {
      const text = broken(write(pairs.join('; ')), width, newline);
      const quoted = newline === '\n> ' ? `> ${text}` : text;
      expect(read(quoted).cookies, `width ${width}`).toEqual(pairs);
    }
  });

  test('prose around a header that is broken into lines', () => {
    expect(read(`Hi, here it is:\n\n${broken(header(), 80)}\n\nCan you help?\nBob`).cookies).toEqual(
      header().split('; '),
    );
  });

  test('chunks of two requests do not mix', () => {
    const log = (end: string) =>
      `cookie: { __session__0: '${V.slice(0, -1)}${end}', __session__1: '${end}' }`;
    const sources = parsePasted(`1 ${log('a')}\n2 ${log('b')}`).cookies.map(({ source }) => source);
    expect(sources).toEqual([0, 0, 1, 1]);
  });

  test('a signed token is passed on, so that it can be said what it is, unless a cookie is there', () => {
    const token = jwt({ iss: 'https://tenant.auth0.com/', aud: 'a', sub: 'b', nonce: 'c' });
    const line = `Authorization: Bearer ${token}`;
    const itself = { form: 'value', cookies: [`=${token}`] };
    expect(read(line)).toEqual(itself);
    expect(read(`GET / HTTP/1.1\nHost: x\n${line}\nCookie: theme=dark`)).toEqual(itself);
    expect(read(`curl 'http://x/' -H '${line}'`)).toEqual(itself);
    expect(read(`{ headers: { authorization: 'Bearer ${token}' } }`)).toEqual(itself);
    expect(read(`${line}\nCookie: __session=${V}`).cookies).toEqual(one);
  });

  test('versions and prose are no chunks', () => {
    expect(read('SDK v4.30 and next.15 are: installed. See chapter__1 there.').cookies).toEqual([]);
  });
});

describe('anything else', () => {
  test.each<[string, PastedForm]>([
    ['', 'empty'],
    [' \n\t ', 'empty'],
    ['Please have a look at this.', 'unknown'],
    ['{ not json', 'unknown'],
    ['# a title\n\nand a text', 'unknown'],
  ])('%j', (text, form) => expect(parsePasted(text)).toMatchObject({ form, cookies: [] }));

  test('texts that are too large say so', () => {
    const { form, note } = parsePasted('x'.repeat(MAX_TEXT + 1));
    expect([form, note]).toEqual(['unknown', 'The text is too large: at most 0.5 million characters.']);
    const har = parsePasted(`{"log":${' '.repeat(MAX_JSON)}`);
    expect(har.note).toMatch(/at most 20 million characters\. A HAR file .* export it without content/);
  });
});
