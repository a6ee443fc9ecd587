import { describe, expect, it } from 'vitest';
import type { CodeAction, Diagnostic } from 'vscode-languageserver';
import {
  plainCapabilities,
  startClient,
  uri,
  vscodeCapabilities,
  type LspClient,
} from '../support/lspClient';
import { HEALTHY_CLIENT, IDLE_TOO_LONG, MILLISECONDS, NARROW_PROXY, nextApp } from '../support/nextApp';
import { tempWorkspace } from '../support/tempWorkspace';

async function opened(name: string, text: string, capabilities = vscodeCapabilities) {
  const workspace = tempWorkspace(nextApp({ [name]: text }));
  const client = await startClient({ folders: [workspace.root], capabilities });
  const file = workspace.path(name);
  await client.open(file);
  return { workspace, client, file };
}

async function diagnostic(client: LspClient, file: string, rule: string): Promise<Diagnostic> {
  const all = await client.diagnostics(file);
  const found = all.find(({ code }) => code === rule);
  if (!found) throw new Error(`${rule} is not among ${all.map(({ code }) => code).join(', ')}`);
  return found;
}

function titled(actions: CodeAction[], title: string | RegExp): CodeAction {
  const found = actions.find((action) =>
    typeof title === 'string' ? action.title === title : title.test(action.title),
  );
  if (!found) throw new Error(`${title} is not among ${actions.map((a) => a.title).join(', ')}`);
  return found;
}

describe('code actions', () => {
  it('fix a finding, which is then gone', async () => {
    const { client, file } = await opened('lib/auth0.ts', MILLISECONDS);
    const found = await diagnostic(client, file, 'duration-in-milliseconds');
    const [fix] = await client.codeActions(file, found, ['quickfix']);
    expect(fix).toMatchObject({ kind: 'quickfix', isPreferred: true, diagnostics: [found] });
    expect(fix?.edit?.documentChanges).toMatchObject([{ textDocument: { uri: uri(file), version: 1 } }]);
    await client.apply(fix!);
    expect(client.text(file)).toBe(HEALTHY_CLIENT);
    expect(await client.diagnostics(file)).toEqual([]);
  });

  it('fix all safe findings of a file at once, without a diagnostic at hand', async () => {
    const second = MILLISECONDS.slice(MILLISECONDS.indexOf('export')).replace('auth0', 'other');
    const text = MILLISECONDS + second;
    const { client, file } = await opened('lib/auth0.ts', text);
    expect(await client.rules(file)).toEqual(['duration-in-milliseconds', 'duration-in-milliseconds']);
    const start = { line: 0, character: 0 };
    const actions = await client.codeActions(file, { start, end: start }, ['source.fixAll']);
    expect(actions.map(({ kind }) => kind)).toEqual(['source.fixAll.sessionLens']);
    await client.apply(actions[0]!);
    expect(await client.diagnostics(file)).toEqual([]);
    expect(client.text(file)).not.toContain('1000');
  });

  it('leave unsafe fixes to the user', async () => {
    const { client, file } = await opened('lib/auth0.ts', IDLE_TOO_LONG);
    const found = await diagnostic(client, file, 'inactivity-exceeds-absolute');
    expect(await client.codeActions(file, found, ['source.fixAll'])).toEqual([]);
    const [fix] = await client.codeActions(file, found, ['quickfix']);
    expect(fix?.isPreferred).toBeUndefined();
    await client.apply(fix!);
    expect(await client.diagnostics(file)).toEqual([]);
  });

  it('switch a rule off for the line, and for the file', async () => {
    for (const title of [/^Disable .* for this line$/, /^Disable .* for this file$/]) {
      const { client, file } = await opened('lib/auth0.ts', IDLE_TOO_LONG);
      const found = await diagnostic(client, file, 'inactivity-exceeds-absolute');
      await client.apply(titled(await client.codeActions(file, found), title));
      expect(client.text(file)).toMatch(/session-lens-disable(-next-line)? inactivity-exceeds-absolute/);
      expect(await client.diagnostics(file)).toEqual([]);
      await client.stop();
    }
  });

  it('add the missing routes to a matcher', async () => {
    const { client, file } = await opened('proxy.ts', NARROW_PROXY);
    const found = await diagnostic(client, file, 'matcher-misses-auth-routes');
    await client.apply(titled(await client.codeActions(file, found), /^Add .* to the matcher$/));
    expect(await client.rules(file)).not.toContain('matcher-misses-auth-routes');
  });

  it('are made for the text as it is now', async () => {
    const { client, file } = await opened('lib/auth0.ts', MILLISECONDS);
    const outdated = await diagnostic(client, file, 'duration-in-milliseconds');
    await client.type(file, 'import', '\n\nimport');
    const range = {
      start: { ...outdated.range.start, line: outdated.range.start.line + 2 },
      end: { ...outdated.range.end, line: outdated.range.end.line + 2 },
    };
    const fix = titled(await client.codeActions(file, range), /in seconds$/);
    await client.apply(fix);
    expect(client.text(file)).toBe(`\n\n${HEALTHY_CLIENT}`);
    // The squiggle of the old place is not the one this action takes care of.
    expect(fix.diagnostics?.[0]?.range).toEqual(range);
  });

  it('are plain changes for a client without versioned edits', async () => {
    const { client, file } = await opened('lib/auth0.ts', MILLISECONDS, plainCapabilities);
    const [found] = await client.untilPublished(file, (items) => items.length > 0);
    const [fix] = await client.codeActions(file, found!, ['quickfix']);
    expect(Object.keys(fix?.edit?.changes ?? {})).toEqual([uri(file)]);
    expect(fix).not.toHaveProperty('isPreferred');
    await client.apply(fix!);
    expect(client.text(file)).toBe(HEALTHY_CLIENT);
  });
});
