import {
  Disposable,
  RelativePattern,
  type Uri,
  workspace,
  type TextDocument,
  type TextDocumentChangeEvent,
} from 'vscode';

const SDK = '@auth0/nextjs-auth0';
const SOURCE = /^(type|java)script(react)?$/;

/** More package.json files than this are not read: such a workspace wants `sessionLens.checkWorkspace` by hand. */
const MOST_MANIFESTS = 500;

/**
 * Calls `found` once, as soon as the workspace turns out to use the SDK: a package.json names it, or an open document
 * imports it. Until then it watches package.json files, folders and documents; nothing else runs.
 */
export function untilSdk(found: () => void, failed: (error: unknown) => void): Disposable {
  let done = false;
  const subscriptions: Disposable[] = [];
  const stop = new Disposable(() => {
    done = true;
    for (const each of subscriptions.splice(0)) each.dispose();
  });
  const check = async (test: () => boolean | Promise<boolean>) => {
    try {
      if (done || !(await test()) || done) return;
      stop.dispose();
      found();
    } catch (error) {
      failed(error);
    }
  };
  const manifests = workspace.createFileSystemWatcher('**/package.json', false, false, true);
  subscriptions.push(
    manifests,
    manifests.onDidCreate((uri) => check(() => namesSdk(uri))),
    manifests.onDidChange((uri) => check(() => namesSdk(uri))),
    workspace.onDidChangeWorkspaceFolders(() => check(someManifest)),
    workspace.onDidOpenTextDocument((document) => check(() => importsSdk(document))),
    workspace.onDidChangeTextDocument((event) => check(() => typesSdk(event))),
  );
  void check(async () => workspace.textDocuments.some(importsSdk) || (await someManifest()));
  return stop;
}

/** Does some package.json of the workspace name the SDK? */
export async function someManifest(): Promise<boolean> {
  for (const folder of workspace.workspaceFolders ?? []) {
    const files = await workspace.findFiles(
      new RelativePattern(folder, '**/package.json'),
      '**/node_modules/**',
      MOST_MANIFESTS,
    );
    // Nearest to the folder first: most workspaces answer with their first file.
    files.sort((a, b) => a.path.length - b.path.length);
    for (const file of files) if (await namesSdk(file)) return true;
  }
  return false;
}

async function namesSdk(manifest: Uri): Promise<boolean> {
  if (manifest.path.includes('/node_modules/')) return false;
  try {
    return new TextDecoder().decode(await workspace.fs.readFile(manifest)).includes(`"${SDK}"`);
  } catch {
    // Deleted meanwhile, or not readable.
    return false;
  }
}

function importsSdk(document: TextDocument): boolean {
  return (
    document.uri.scheme === 'file' && SOURCE.test(document.languageId) && document.getText().includes(SDK)
  );
}

/** Looks at the touched lines only: this runs at each keystroke of a workspace that may never need us. */
function typesSdk({ document, contentChanges }: TextDocumentChangeEvent): boolean {
  if (document.uri.scheme !== 'file' || !SOURCE.test(document.languageId)) return false;
  return contentChanges.some(
    ({ range, text }) => text.includes(SDK) || document.lineAt(range.start.line).text.includes(SDK),
  );
}
