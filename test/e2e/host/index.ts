/** Runs inside the extension host, by the contract of @vscode/test-electron: `run()` rejects when a test fails. */
import * as assert from 'node:assert/strict';
import * as vscode from 'vscode';

type Test = [name: string, body: () => Promise<void>];

export async function run(): Promise<void> {
  await until('folders of the workspace', () => vscode.workspace.workspaceFolders?.length);
  const failures: string[] = [];
  for (const [name, body] of suite()) {
    try {
      await body();
      console.log(`  ✓ ${name}`);
    } catch (error) {
      failures.push(name);
      console.log(`  ✗ ${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (failures.length > 0) throw new Error(`${failures.length} failed: ${failures.join(', ')}`);
}

function suite(): Test[] {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length > 1) return multiRoot;
  return folders[0]?.name === 'plain' ? withoutSdk : broken;
}

const extension = (): vscode.Extension<unknown> => {
  const found = vscode.extensions.getExtension('session-lens.session-lens');
  assert.ok(found, 'the extension is installed');
  return found;
};

async function until<T>(
  what: string,
  probe: () => T | undefined | false | Thenable<T | undefined | false>,
): Promise<T> {
  const end = Date.now() + 60_000;
  while (Date.now() < end) {
    const value = await probe();
    if (value) return value;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${what}: not within 60 s`);
}

const uri = (path: string, folder = 0): vscode.Uri =>
  vscode.Uri.joinPath(vscode.workspace.workspaceFolders![folder]!.uri, path);

const open = async (path: string): Promise<vscode.TextDocument> =>
  (await vscode.window.showTextDocument(uri(path))).document;

const rules = (at: vscode.Uri): string[] =>
  vscode.languages
    .getDiagnostics(at)
    .filter((d) => d.source === 'session-lens')
    .map((d) => String(typeof d.code === 'object' ? d.code.value : d.code));

async function replace(document: vscode.TextDocument, from: string, to: string): Promise<void> {
  const at = document.getText().indexOf(from);
  assert.ok(at >= 0, `${from} is in the document`);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(
    document.uri,
    new vscode.Range(document.positionAt(at), document.positionAt(at + from.length)),
    to,
  );
  assert.ok(await vscode.workspace.applyEdit(edit));
}

const withoutSdk: Test[] = [
  [
    'does not activate in a workspace without the SDK',
    async () => {
      // Time for every activation event of the start to have its effect.
      await new Promise((resolve) => setTimeout(resolve, 8000));
      assert.equal(extension().isActive, false);
    },
  ],
];

const broken: Test[] = [
  [
    'activates where the SDK is used',
    async () => void (await until('activation', () => extension().isActive)),
  ],
  [
    'reports findings of an open file',
    async () => {
      const { uri: at } = await open('lib/auth0.ts');
      await until('diagnostics', () => rules(at).includes('inactivity-exceeds-absolute'));
    },
  ],
  [
    'offers a fix, and the two ways to disable a rule',
    async () => {
      const at = uri('lib/auth0.ts');
      const found = vscode.languages.getDiagnostics(at).find((d) => d.source === 'session-lens');
      const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
        'vscode.executeCodeActionProvider',
        at,
        found!.range,
      );
      const titles = actions.map((a) => a.title).join('\n');
      assert.match(titles, /Set absoluteDuration/);
      assert.match(titles, /Disable inactivity-exceeds-absolute for this line/i);
    },
  ],
  [
    'explains the session in a hover',
    async () => {
      const document = await open('lib/auth0.ts');
      const at = document.positionAt(document.getText().indexOf('inactivityDuration') + 2);
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        'vscode.executeHoverProvider',
        document.uri,
        at,
      );
      const text = hovers
        .flatMap((h) => h.contents.map((c) => (typeof c === 'string' ? c : c.value)))
        .join('\n');
      assert.match(text, /3 days/);
    },
  ],
  [
    'a change of one file changes the findings of another, unsaved',
    async () => {
      const client = await open('lib/auth0.ts');
      const proxy = await open('proxy.ts');
      const text = proxy.getText();
      await until('findings', () => rules(client.uri).includes('inactivity-exceeds-absolute'));
      assert.ok(!rules(client.uri).includes('middleware-missing'));
      await replace(proxy, text, text.replaceAll('.middleware(', '.getSession('));
      await until('finding of the client', () => rules(client.uri).includes('middleware-missing'));
      await replace(proxy, proxy.getText(), text);
      await until('finding gone', () => !rules(client.uri).includes('middleware-missing'));
    },
  ],
  [
    'registers its commands, and restarts',
    async () => {
      const commands = await vscode.commands.getCommands(true);
      for (const name of ['restart', 'showOutput', 'checkWorkspace', 'explainRule']) {
        assert.ok(commands.includes(`sessionLens.${name}`), name);
      }
      await vscode.commands.executeCommand('sessionLens.restart');
      const at = uri('lib/auth0.ts');
      await until('diagnostics after the restart', () => rules(at).includes('inactivity-exceeds-absolute'));
    },
  ],
];

const multiRoot: Test[] = [
  [
    'keeps two folders apart',
    async () => {
      const bad = uri('lib/auth0.ts', 0);
      const good = uri('lib/auth0.ts', 1);
      await vscode.window.showTextDocument(good);
      await vscode.window.showTextDocument(bad);
      await until('diagnostics', () => rules(bad).includes('inactivity-exceeds-absolute'));
      assert.deepEqual(rules(good), []);
    },
  ],
];
