/** The examples of the pages use the SDK and Next.js as they are. Needs `test/peers` installed. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { parseDocsPage } from '../support/docsPage';
import { filesOf, root } from '../support/markerFixture';
import { typeErrors } from '../support/typeCheck';

const docs = join(import.meta.dirname, '../../docs');

/** What the compiler says of a bad example because of the very mistake the page is about. */
const INTENDED: Record<string, string> = {
  'rules/duration-is-string.md': "Type 'string' is not assignable to type 'number'.",
  'rules/get-access-token-without-res.md':
    "Type 'NextRequest' has no properties in common with type 'GetAccessTokenOptions'.",
  'rules/rolling-not-boolean.md': "Type 'string' is not assignable to type 'boolean | undefined'.",
};

/** The compiler has to see through this one, or it sees nothing at all. */
const WRONG = `import { Auth0Client, Nothing } from '@auth0/nextjs-auth0/server';
import { text } from './left-out';

export const auth0 = new Auth0Client({
  secret: text,
  session: { idle: 1, beforeSessionRolled: (request) => request.nextUrl.pathname !== '/' && request.user },
});
`;

const errors: Record<string, string[]> = {};

beforeAll(() => {
  const projects = new Map([['wrong', new Map([['/lib/auth0.ts', WRONG]])]]);
  for (const name of readdirSync(docs, { recursive: true, encoding: 'utf8' }).sort()) {
    if (!name.endsWith('.md')) continue;
    for (const example of parseDocsPage(readFileSync(join(docs, name), 'utf8')).examples) {
      const files = Object.entries(filesOf(example)).map(
        ([path, text]) => [path.slice(root.length), text] as const,
      );
      projects.set(`${name.replaceAll('\\', '/')}, ${example.kind}, ${example.heading}`, new Map(files));
    }
  }
  expect(projects.size).toBeGreaterThan(100);
  for (const { project, message } of typeErrors(projects)) (errors[project] ??= []).push(message);
}, 60_000);

it('the check sees an option, an export and a property that do not exist', () => {
  expect(errors.wrong).toEqual([
    expect.stringContaining("has no exported member 'Nothing'"),
    expect.stringContaining("'idle' does not exist in type"),
    "Property 'user' does not exist on type 'NextRequest'.",
  ]);
});

it('good examples type-check', () => {
  expect(
    Object.fromEntries(Object.entries(errors).filter(([project]) => project.includes(', good, '))),
  ).toEqual({});
});

it('bad examples have no other error than the one they are about', () => {
  const bad = Object.entries(errors).filter(([project]) => project.includes(', bad, '));
  const expected = Object.entries(INTENDED).map(([page, message]) => [
    `${page}, bad, Bad`,
    [expect.stringContaining(message)],
  ]);
  expect(Object.fromEntries(bad)).toEqual(Object.fromEntries(expected));
});
