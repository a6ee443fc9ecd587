/**
 * A rule's page in docs/rules: its heading, and the examples that the tests run.
 *
 *     ```ts bad file=lib/auth0.ts
 *
 * The fences of one kind under one heading are the files of one example. `without=proxy.ts` leaves a default file out.
 */
import { root, type Fixture } from './markerFixture';

export interface Example {
  kind: 'bad' | 'good';
  heading: string;
  files: Fixture['files'];
  without: string[];
}

export interface DocsPage {
  title: string;
  headings: string[];
  examples: Example[];
}

export function parseDocsPage(text: string): DocsPage {
  const page: DocsPage = { title: '', headings: [], examples: [] };
  let heading = '';
  let fence: { lines: string[]; info: string } | null = null;
  for (const line of text.split('\n')) {
    if (fence) {
      if (line === '```') {
        addFence(page, heading, fence.info, fence.lines);
        fence = null;
      } else fence.lines.push(line);
    } else if (line.startsWith('```')) {
      fence = { lines: [], info: line.slice(3) };
    } else if (/^#{1,6} /.test(line)) {
      heading = line.replace(/^#+ /, '');
      if (line.startsWith('# ')) page.title = heading;
      else page.headings.push(heading);
    }
  }
  return page;
}

function addFence(page: DocsPage, heading: string, info: string, lines: readonly string[]): void {
  const kind = /\b(bad|good)\b/.exec(info)?.[1] as Example['kind'] | undefined;
  const file = /\bfile=(\S+)/.exec(info)?.[1];
  if (!kind || file === undefined) return;
  let example = page.examples.find((e) => e.kind === kind && e.heading === heading);
  if (!example) {
    example = { kind, heading, files: {}, without: [] };
    page.examples.push(example);
  }
  example.files[`${root}/${file}`] = `${lines.join('\n')}\n`;
  for (const [, path] of info.matchAll(/\bwithout=(\S+)/g)) example.without.push(`${root}/${path}`);
}
