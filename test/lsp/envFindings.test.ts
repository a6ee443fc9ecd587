import { describe, expect, it } from 'vitest';
import { plainCapabilities, startClient, vscodeCapabilities } from '../support/lspClient';
import { nextApp } from '../support/nextApp';
import { tempWorkspace } from '../support/tempWorkspace';

const CLIENT =
  "import { Auth0Client } from '@auth0/nextjs-auth0/server';\n\nexport const auth0 = new Auth0Client();\n";
const VALUE = 'yes-and-not-for-anybodys-eyes';

async function opened(text: string, name = '.env', capabilities = vscodeCapabilities) {
  const workspace = tempWorkspace(nextApp({ 'lib/auth0.ts': CLIENT, [name]: text }));
  const client = await startClient({ folders: [workspace.root], capabilities });
  const file = workspace.path(name);
  await client.open(file);
  return { workspace, client, file };
}

describe('findings in env files', () => {
  it('follow what is typed in the open file, and never show the value', async () => {
    const { client, file } = await opened('AUTH0_COOKIE_SECURE=true\n');
    expect(await client.rules(file)).toEqual([]);
    await client.change(file, `# ours\nexport AUTH0_COOKIE_SECURE="${VALUE}"\n`);
    const [found, ...others] = await client.diagnostics(file);
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      code: 'cookie-env-not-true',
      range: { start: { line: 1, character: 7 }, end: { line: 1, character: 26 } },
    });
    expect(JSON.stringify(found)).not.toContain(VALUE);
    await client.change(file, 'AUTH0_COOKIE_SECURE=false\n');
    expect(await client.rules(file)).toEqual([]);
  });

  it('are fixed in place', async () => {
    const { client, file } = await opened(
      "AUTH0_COOKIE_SECURE='TRUE' # for https\r\nOTHER=1\r\n",
      '.env.local',
    );
    const [found] = await client.diagnostics(file);
    const [fix] = await client.codeActions(file, found!, ['quickfix']);
    expect(fix).toMatchObject({ title: 'Write `true`' });
    await client.apply(fix!);
    expect(client.text(file)).toBe("AUTH0_COOKIE_SECURE='true' # for https\r\nOTHER=1\r\n");
    expect(await client.rules(file)).toEqual([]);
  });

  it.each([
    ['line', '# session-lens-disable-next-line cookie-env-not-true\nAUTH0_COOKIE_SECURE=1\n'],
    ['file', '# session-lens-disable cookie-env-not-true\nAUTH0_COOKIE_SECURE=1\n'],
  ])('are switched off for a %s by a comment of env files', async (where, after) => {
    const { client, file } = await opened('AUTH0_COOKIE_SECURE=1\n', '.env.production');
    const [found] = await client.diagnostics(file);
    const actions = await client.codeActions(file, found!, ['quickfix']);
    const disable = actions.find(({ title }) => title === `Disable cookie-env-not-true for this ${where}`);
    await client.apply(disable!);
    expect(client.text(file)).toBe(after);
    expect(await client.rules(file)).toEqual([]);
  });

  it('come and go with the code, in files that nobody opened', async () => {
    const { workspace, client, file } = await opened('AUTH0_COOKIE_SECURE=1\n');
    expect(await client.rules(file)).toEqual(['cookie-env-not-true']);
    const code = workspace.path('lib/auth0.ts');
    workspace.write('lib/auth0.ts', CLIENT.replace('()', '({ session: { cookie: { secure: true } } })'));
    await client.watched(code, 2);
    await client.until(() => client.refreshes > 0, 'a refresh');
    expect(await client.rules(file)).toEqual([]);
  });

  it('reach a client that cannot ask', async () => {
    const { client, file } = await opened('AUTH0_COOKIE_HTTP_ONLY=false\n', '.env', plainCapabilities);
    const items = await client.untilPublished(file, ({ length }) => length > 0);
    expect(items.map(({ code }) => code)).toEqual(['httponly-option']);
  });
});
