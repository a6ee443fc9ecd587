import { commands, FileType, Uri, window, workspace, type QuickPickItem } from 'vscode';

interface RulePage extends QuickPickItem {
  uri: Uri;
}

/** Shows a rule's page, which is part of the extension; asks for the rule when none is given. */
export async function explainRule(extension: Uri, rule?: string): Promise<void> {
  const folder = Uri.joinPath(extension, 'docs', 'rules');
  const pages = await readPages(folder);
  const page =
    pages.find(({ label }) => label === rule) ??
    (await window.showQuickPick(pages, {
      title: 'Session Lens: explain a rule',
      placeHolder: 'Name of a rule, or a word of what it finds',
      matchOnDescription: true,
      matchOnDetail: true,
    }));
  if (page) await commands.executeCommand('markdown.showPreview', page.uri);
}

async function readPages(folder: Uri): Promise<RulePage[]> {
  const entries = await workspace.fs.readDirectory(folder);
  const files = entries
    .filter(([name, type]) => type === FileType.File && /^[a-z][a-z0-9-]*\.md$/.test(name))
    .map(([name]) => name)
    .sort();
  return Promise.all(
    files.map(async (name) => {
      const uri = Uri.joinPath(folder, name);
      const text = new TextDecoder().decode(await workspace.fs.readFile(uri));
      return { label: name.slice(0, -'.md'.length), detail: firstSentence(text), uri };
    }),
  );
}

/** The first plain paragraph of a page, without Markdown signs. */
function firstSentence(page: string): string {
  const paragraphs = page.split(/\r?\n\s*\r?\n/).map((text) => text.trim());
  const plain = paragraphs.find((text) => /^[A-Z`*]/.test(text)) ?? '';
  return plain.replace(/[`*_]/g, '').replace(/\s+/g, ' ');
}
