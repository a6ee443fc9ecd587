/** Shapes of middleware, with what all rules together find in them. Half of them are traps in which nothing is wrong. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rules } from '../../server/rules';
import { rule as attributesDropped } from '../../server/rules/cookie-attributes-dropped';
import { rule as collapsed } from '../../server/rules/set-cookie-collapsed';
import { rule as detached } from '../../server/rules/detached-middleware';
import { rule as dropped } from '../../server/rules/auth-response-dropped';
import { rule as nextCopied } from '../../server/rules/x-middleware-next-copied-to-block';
import { rule as notDelegated } from '../../server/rules/auth-routes-not-delegated';
import { rule as otherResponse } from '../../server/rules/token-saved-on-other-response';
import { rule as overwritten } from '../../server/rules/set-cookie-overwritten-on-copy';
import { rule as rollsOnlyOn } from '../../server/rules/middleware-rolls-only-on';
import { rule as withoutResponse } from '../../server/rules/get-access-token-without-res';
import { applyEdits } from '../../shared/edits';
import { difference, openFixture, parseFixture } from '../support/markerFixture';

const flowRules = [
  attributesDropped,
  collapsed,
  detached,
  dropped,
  nextCopied,
  notDelegated,
  otherResponse,
  overwritten,
  rollsOnlyOn,
  withoutResponse,
];
const all = [...new Set([...rules, ...flowRules])];
const directory = join(import.meta.dirname, '../fixtures/middleware');
const shapes = readdirSync(directory)
  .filter((name) => name.endsWith('.fixture.txt'))
  .map((name) => ({ name, fixture: parseFixture(readFileSync(join(directory, name), 'utf8')) }));

describe.each(shapes)('$name', ({ fixture }) => {
  it('has exactly the findings that are marked', async () => {
    const { findings, failures } = await openFixture(fixture, { rules: all }).engine.analyze();
    expect(failures).toEqual([]);
    expect(difference(findings, fixture.markers)).toEqual([]);
  });

  it('loses each finding by its fix, and gets none', async () => {
    const { findings } = await openFixture(fixture, { rules: all }).engine.analyze();
    for (const finding of findings) {
      for (const fix of finding.fixes) {
        const project = openFixture(fixture, { rules: all });
        await project.engine.analyze();
        for (const file of new Set(fix.edits.map((edit) => edit.file))) {
          const edits = fix.edits.filter((edit) => edit.file === file);
          const text = applyEdits(project.host.files.get(file) ?? '', edits);
          if (file in fixture.fixed) expect(text).toBe(fixture.fixed[file]);
          project.host.files.set(file, text);
          project.engine.fileChanged(file);
        }
        const after = await project.engine.analyze();
        expect(after.findings).toHaveLength(findings.length - 1);
      }
    }
  });
});

it('has at least 25 shapes, and as many silent ones as others', () => {
  const silent = shapes.filter(({ fixture }) => fixture.markers.length === 0);
  expect(shapes.length).toBeGreaterThanOrEqual(25);
  expect(silent.length * 2).toBeGreaterThanOrEqual(shapes.length);
  expect(silent.map(({ name }) => name).every((name) => name.startsWith('silent-'))).toBe(true);
});
