import { describe, expect, it } from 'vitest';
import {
  RoutesRequest,
  SecretNamesRequest,
  TrustNotification,
  type RoutesResult,
  type SecretNamesResult,
} from '../../shared/protocol';
import { startClient } from '../support/lspClient';
import { nextApp } from '../support/nextApp';
import { tempWorkspace } from '../support/tempWorkspace';

const files = {
  '.env.local': 'AUTH0_SECRET=short\nAUTH0_COOKIE_SECURE=1\nNEXT_PUBLIC_LOGIN_ROUTE=/sign-in\n',
};

async function opened(trusted: boolean | undefined, open = '.env.local') {
  const workspace = tempWorkspace(nextApp(files));
  const client = await startClient({
    folders: [workspace.root],
    initializationOptions: { commands: true, ...(trusted !== undefined && { trusted }) },
  });
  const path = workspace.path(open);
  await client.open(path);
  const rules = async (): Promise<unknown[]> =>
    (await client.diagnostics(path)).map(({ code }) => code).sort();
  const names = async (): Promise<unknown[]> =>
    (await client.request<SecretNamesResult>(SecretNamesRequest)).secrets;
  const routes = async (): Promise<string[]> => {
    const { tables } = await client.request<RoutesResult>(RoutesRequest);
    return tables.flatMap((table) => table.routes.map(({ route }) => route));
  };
  return { client, rules, names, routes };
}

describe('Restricted Mode', () => {
  it('reads no .env file, not even an open one, until the workspace is trusted', async () => {
    const { client, rules, names } = await opened(false);
    expect(await rules()).toEqual([]);
    expect(await names()).toEqual([]);
    await client.connection.sendNotification(TrustNotification);
    await expect.poll(rules).toEqual(['auth0-secret-weak', 'cookie-env-not-true']);
    expect(await names()).toHaveLength(1);
  });

  it('claims nothing that such a file may change', async () => {
    const { client, routes } = await opened(false, 'proxy.ts');
    expect(await routes()).toContain('/auth/logout');
    expect(await routes()).not.toContain('/auth/login');
    await client.connection.sendNotification(TrustNotification);
    await expect.poll(routes).toContain('$NEXT_PUBLIC_LOGIN_ROUTE');
  });

  it.each([true, undefined])('reads them when the editor says %s', async (trusted) => {
    const { rules, names } = await opened(trusted);
    expect(await rules()).toEqual(['auth0-secret-weak', 'cookie-env-not-true']);
    expect(await names()).toHaveLength(1);
  });
});
