import path from 'node:path';
import { expect, it } from 'vitest';
import { startClient } from '../support/lspClient';
import { broken, cli, project } from './runCli';

it('lsp --stdio is the language server, whatever else an editor adds', async () => {
  const cwd = project(broken);
  const client = await startClient({
    folders: [cwd],
    command: [process.execPath, cli, 'lsp', '--stdio', `--clientProcessId=${process.pid}`],
  });
  const file = path.join(cwd, 'lib/auth0.ts');
  await client.open(file);
  expect(await client.rules(file)).toContain('duration-in-milliseconds');
  expect(await client.stop()).toBe(0);
  expect(client.stderr).toEqual([]);
});
