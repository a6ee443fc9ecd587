import type { Log, Result } from 'sarif';
import { describe, expect, it } from 'vitest';
import { formatters } from '../../server/cli/formats';
import type { CheckReport, FormatContext } from '../../server/cli/report';
import type { Finding } from '../../shared/finding';
import { clean, context, empty, files, findings, report, root } from './samples';
import { sarifErrors } from './sarifSchema';

function sarif(given: CheckReport, options: Partial<FormatContext> = {}): Log {
  return JSON.parse(formatters.sarif.format(given, context(options))) as Log;
}

function results(given: CheckReport, options?: Partial<FormatContext>): Result[] {
  return sarif(given, options).runs[0]?.results ?? [];
}

describe('sarif', () => {
  it('is valid against the official schema', () => {
    const failing = { ...report, failures: [{ rule: 'some-rule', app: root, message: 'broke' }] };
    const strange = findings.map((finding) => ({ ...finding, file: `${root}/app/[...slug]/(a b)/é#?%.ts` }));
    for (const given of [report, clean, empty, failing, { ...report, findings: strange }]) {
      for (const base of [root, '/', '/elsewhere', 'c:/repo']) {
        expect(sarifErrors(sarif(given, { base }))).toEqual([]);
      }
    }
  });

  it('would notice a wrong log', () => {
    const log = sarif(report) as unknown as { runs: { results: { level: string }[] }[] };
    (log.runs[0]?.results[0] as { level: string }).level = 'fatal';
    expect(sarifErrors(log)).not.toEqual([]);
  });

  it('points from each result to its rule', () => {
    const run = sarif(report).runs[0];
    for (const result of run?.results ?? []) {
      expect(run?.tool.driver.rules?.[result.ruleIndex ?? -1]?.id).toBe(result.ruleId);
    }
  });

  it('gives addresses below the source root, encoded, and absolute ones elsewhere', () => {
    const uri = (file: string) => {
      const [finding] = findings as [Finding];
      const [result] = results({ ...report, findings: [{ ...finding, file }] });
      return result?.locations?.[0]?.physicalLocation?.artifactLocation;
    };
    expect(uri(`${root}/app/[id]/a b.ts`)).toEqual({ uri: 'app/%5Bid%5D/a%20b.ts', uriBaseId: '%SRCROOT%' });
    expect(uri('/elsewhere/x.ts')).toEqual({ uri: 'file:///elsewhere/x.ts' });
    expect(uri('c:/x.ts')).toEqual({ uri: 'file:///c:/x.ts' });
    expect(sarif(report).runs[0]?.originalUriBaseIds).toEqual({ '%SRCROOT%': { uri: `file://${root}/` } });
  });

  it('carries fixes, but never the text of a fix in an .env file', () => {
    const [env, warning, error] = results(report);
    expect(env?.fixes).toEqual([]);
    expect(warning?.fixes?.[0]?.artifactChanges[0]?.replacements[0]).toEqual({
      deletedRegion: { startLine: 7, startColumn: 5, endLine: 7, endColumn: 23 },
      insertedContent: { text: 'absoluteDuration: 7 * 24 * 60 * 60,\n    inactivityDuration' },
    });
    expect(error?.relatedLocations).toHaveLength(1);
  });

  describe('fingerprints', () => {
    const prints = (list: Finding[], readFile: FormatContext['readFile'] = (path) => files[path]) =>
      results({ ...report, findings: list }, { readFile }).map(
        (r) => r.partialFingerprints?.['sessionLens/v1'],
      );
    const [env, warning] = findings as [Finding, Finding];

    it('stay when lines above change', () => {
      const moved = {
        ...warning,
        range: {
          start: { ...warning.range.start, line: warning.range.start.line + 1 },
          end: { ...warning.range.end, line: warning.range.end.line + 1 },
        },
      };
      expect(prints([moved], (path) => `// new\n${files[path]}`)).toEqual(prints([warning]));
    });

    it('tell equal lines apart', () => {
      const [first, second] = prints([warning, warning]);
      expect(first).not.toBe(second);
    });

    it('do not depend on the value of an environment variable', () => {
      expect(prints([env], (path) => files[path]?.replace('yes-do', 'no-do'))).toEqual(prints([env]));
    });
  });
});
