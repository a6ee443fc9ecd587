import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Analysis } from '../../server/engine';
import type { Rule } from '../../server/model';
import { rules } from '../../server/rules';
import { docsUrl } from '../../shared/docs';
import type { Finding, Fix } from '../../shared/finding';
import { parseDocsPage } from '../support/docsPage';
import {
  difference,
  fixedTexts,
  openFixture,
  parseFixture,
  root,
  type Fixture,
  type Project,
} from '../support/markerFixture';

const repository = join(import.meta.dirname, '../..');
const fixtures = join(repository, 'test/fixtures');
const ids = rules.map((rule) => rule.meta.id);

function fixtureFiles(directory: string): string[] {
  return readdirSync(join(fixtures, directory), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.fixture.txt'))
    .map((path) => `${directory}/${path.replaceAll('\\', '/')}`)
    .sort();
}

function loadFixture(name: string): Fixture {
  return parseFixture(readFileSync(join(fixtures, name), 'utf8'));
}

async function analyze(project: Project): Promise<Analysis> {
  const analysis = await project.engine.analyze();
  expect(analysis.failures).toEqual([]);
  return analysis;
}

const all = [...fixtureFiles('rules'), ...fixtureFiles('clients')];

/** The rule of a fixture is on in its own fixtures, also when it is off by default. */
const optional = (name: string): string[] => (name.startsWith('rules/') ? [name.split('/')[1] ?? ''] : []);

describe.each(all)('%s', (name) => {
  const fixture = loadFixture(name);

  it('has exactly the findings that are marked', async () => {
    const { findings } = await analyze(openFixture(fixture, { optional: optional(name) }));
    expect(difference(findings, fixture.markers)).toEqual([]);
  });

  it('loses a finding with each of its fixes, and gets no other', async () => {
    const { findings } = await analyze(openFixture(fixture, { optional: optional(name) }));
    const fixable = findings.filter((finding) => finding.fixes.length > 0);
    for (const finding of fixable) {
      for (const fix of finding.fixes) await checkFix(fixture, findings, finding, fix, optional(name));
    }
    const expected = Object.keys(fixture.fixed);
    if (expected.length === 0) return;
    expect(fixable.flatMap((finding) => finding.fixes)).toHaveLength(1);
    const texts = fixedTexts(openFixture(fixture), fixable[0]?.fixes[0] as Fix);
    for (const file of expected) expect(texts.get(file)).toBe(fixture.fixed[file]);
  });
});

/** What somebody types passes through every prefix of it, and a merge or a bad paste leaves holes. */
it.each(all)('%s survives being torn', async (name) => {
  const fixture = loadFixture(name);
  for (const [path, text] of Object.entries(fixture.files)) {
    const [third, half] = [Math.floor(text.length / 3), Math.floor(text.length / 2)];
    for (const torn of [text.slice(0, half), text.slice(0, third) + text.slice(half)]) {
      const files = { ...fixture.files, [path]: torn };
      await analyze(openFixture({ ...fixture, files }, { optional: optional(name) }));
    }
  }
});

async function checkFix(
  fixture: Fixture,
  before: readonly Finding[],
  finding: Finding,
  fix: Fix,
  optional: string[],
): Promise<void> {
  const project = openFixture(fixture, { optional });
  await project.engine.analyze();
  for (const [file, text] of fixedTexts(project, fix)) {
    project.host.files.set(file, text);
    project.engine.fileChanged(file);
  }
  const { findings: after } = await analyze(project);
  const context = `${finding.rule}: ${fix.title}`;
  for (const rule of new Set([...before, ...after].map((f) => f.rule))) {
    const [was, is] = [before, after].map((list) => list.filter((f) => f.rule === rule).length) as [
      number,
      number,
    ];
    expect(is, `${context}: findings of ${rule}`).toBeLessThanOrEqual(
      rule === finding.rule && !fix.partial ? was - 1 : was,
    );
  }
}

describe.each(rules.map((rule) => rule.meta))('rule $id', ({ id, severity, description, fixable }) => {
  const own = all.filter((name) => name.startsWith(`rules/${id}/`));

  it('has a bad fixture, in which it shows its severity, and a good one, in which it is silent', () => {
    const marked = (name: string): readonly string[] =>
      loadFixture(name)
        .markers.filter((m) => m.rule === id)
        .map((m) => m.severity);
    const [bad, good] = [own.filter((n) => /\/bad[^/]*$/.test(n)), own.filter((n) => !/\/bad[^/]*$/.test(n))];
    expect(bad.flatMap(marked)).toContain(severity);
    expect(bad.filter((name) => marked(name).length === 0)).toEqual([]);
    expect(good.length).toBeGreaterThan(0);
    expect(good.flatMap(marked)).toEqual([]);
  });

  it('says whether it has fixes', async () => {
    const findings = await Promise.all(
      own.map(async (n) => (await analyze(openFixture(loadFixture(n), { optional: optional(n) }))).findings),
    );
    const fixes = findings.flat().filter((f) => f.rule === id && f.fixes.length > 0);
    expect(fixes.length > 0).toBe(fixable);
  });

  it('describes itself in one sentence', () => {
    expect(description).toMatch(/^[^\n]{20,120}\.$/);
  });

  describe('page', () => {
    const path = join(repository, `docs/rules/${id}.md`);
    const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
    const page = parseDocsPage(text);

    it('has its title and its sections', () => {
      expect(page.title).toBe(id);
      expect(page.headings).toEqual(
        expect.arrayContaining([
          'What it finds',
          'Why',
          'Bad',
          'Good',
          'When it is silent',
          'Versions and sources',
        ]),
      );
      expect(text, 'a section without text').not.toMatch(/^## .*\n\s*(?:## |$(?![^]))/m);
      expect(docsUrl(id)).toMatch(new RegExp(`/docs/rules/${id}\\.md$`));
    });

    it('has bad examples that trigger the rule and no other, and good ones that trigger nothing', async () => {
      expect(new Set(page.examples.map((e) => e.kind))).toEqual(new Set(['bad', 'good']));
      for (const example of page.examples) {
        const { findings } = await analyze(openFixture(example, { optional: [id] }));
        const found = [...new Set(findings.map((f) => f.rule))];
        expect(found, `${example.kind} example below "${example.heading}"`).toEqual(
          example.kind === 'bad' ? [id] : [],
        );
      }
    });
  });
});

describe('a rule that throws', () => {
  const failing: Rule = {
    meta: { id: 'always-throws', severity: 'error', description: 'Throws on purpose.', fixable: false },
    check(_app, report) {
      report({ file: `${root}/lib/auth0.ts`, span: { start: 0, end: 1 }, message: 'before it throws' });
      throw new Error('on purpose');
    },
  };
  const fixture = loadFixture('engine/throwing-rule.fixture.txt');

  it('loses its own findings, leaves those of the others, and is named once', async () => {
    const log: string[] = [];
    const { engine } = openFixture(fixture, { rules: [failing, ...rules], log: (line) => log.push(line) });
    const { findings, failures } = await engine.analyze();
    expect(fixture.markers.length).toBeGreaterThan(1);
    expect(difference(findings, fixture.markers)).toEqual([]);
    expect(failures).toEqual([{ rule: 'always-throws', app: root, message: 'on purpose' }]);
    expect(log).toEqual([expect.stringMatching(/always-throws.*on purpose/)]);

    engine.fileChanged(`${root}/lib/auth0.ts`);
    await engine.analyze();
    expect(log).toHaveLength(1);
  });
});

it('knows every rule of the folder of fixtures', () => {
  const folders = readdirSync(join(fixtures, 'rules'));
  expect(folders.filter((folder) => !ids.includes(folder))).toEqual([]);
});
