import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** axe-core finds nothing to say about the page in the frame. */
export async function expectAccessible(frame) {
  await frame.evaluate(axe);
  const { violations, passes } = await frame.evaluate(
    (runOnly) => globalThis.axe.run(document, { runOnly }),
    tags,
  );
  const found = violations.map(({ id, impact, nodes }) => ({
    id,
    impact,
    nodes: nodes.map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary}`),
  }));
  assert.deepEqual(found, []);
  assert.ok(passes.length > 15, 'axe-core looked at the page');
}
