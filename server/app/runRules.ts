import { docsUrl } from '../../shared/docs';
import type { Finding, Fix, TextEdit } from '../../shared/finding';
import { lineStarts, rangeOf, type Range, type Span } from '../../shared/text';
import type { RuleFailure } from '../engine';
import type { AppModel, Report, Rule, RuleEdit, RuleFix } from '../model';
import { isSuppressed, parseSuppressions, type Suppressions } from './suppressions';

/** Text of a file as the analysis saw it. */
export type ReadText = (path: string) => string | undefined;

interface FileView {
  range(span: Span): Range;
  suppressions: Suppressions;
}

/** Runs the rules over one app. A rule that throws loses its own findings, never those of the others. */
export function runRules(
  app: AppModel,
  rules: readonly Rule[],
  read: ReadText,
): { findings: Finding[]; failures: RuleFailure[] } {
  const findings: Finding[] = [];
  const failures: RuleFailure[] = [];
  const view = createViews(read);
  for (const rule of rules) {
    const own: Finding[] = [];
    try {
      rule.check(app, (report) => own.push(toFinding(report, rule, view)));
      findings.push(...own);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      failures.push({ rule: rule.meta.id, app: app.project.root, message });
    }
  }
  const visible = findings.filter(
    (f) => !isSuppressed(view(f.file).suppressions, f.rule, f.range.start.line),
  );
  return { findings: visible, failures };
}

function createViews(read: ReadText): (path: string) => FileView {
  const views = new Map<string, FileView>();
  return (path) => {
    let found = views.get(path);
    if (!found) {
      const text = read(path) ?? '';
      const starts = lineStarts(text);
      found = { range: (span) => rangeOf(starts, span), suppressions: parseSuppressions(text, path) };
      views.set(path, found);
    }
    return found;
  };
}

function toFinding(report: Report, rule: Rule, view: (path: string) => FileView): Finding {
  return {
    rule: rule.meta.id,
    severity: report.severity ?? rule.meta.severity,
    file: report.file,
    range: view(report.file).range(report.span),
    message: report.message,
    related: (report.related ?? []).map((r) => ({
      file: r.file,
      range: view(r.file).range(r.span),
      message: r.message,
    })),
    fixes: (report.fixes ?? []).map((fix) => toFix(fix, view)),
    docs: docsUrl(rule.meta.id),
    ...(rule.meta.enabledByDefault === false ? { onRequest: true as const } : {}),
    ...(report.marksSecret && { marksSecret: true as const }),
  };
}

function toFix(fix: RuleFix, view: (path: string) => FileView): Fix {
  const toEdit = ({ file, span, newText }: RuleEdit): TextEdit => ({
    file,
    range: view(file).range(span),
    newText,
  });
  return {
    title: fix.title,
    safe: fix.safe ?? false,
    ...(fix.partial && { partial: true }),
    edits: fix.edits.map(toEdit),
    ...(fix.lastUse && { lastUse: { ...fix.lastUse, edit: toEdit(fix.lastUse.edit) } }),
  };
}
