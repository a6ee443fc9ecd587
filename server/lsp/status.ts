import type { AppStatus, StatusResult } from '../../shared/protocol';
import { isInside } from '../project/paths';
import { notChecked } from '../project/supported';
import type { AnalysisService, Snapshot } from './analysis';

export function statusOf({ last, engineLoaded }: AnalysisService): StatusResult {
  return { apps: last ? appsOf(last) : [], lastAnalysisMs: last?.elapsedMs ?? 0, engineLoaded };
}

function appsOf({ apps, findings }: Snapshot): AppStatus[] {
  const statuses = apps.map(({ project, clients }): AppStatus => ({
    root: project.root,
    name: project.name,
    sdk: project.sdk.version ?? project.sdk.range,
    next: project.next.version ?? project.next.range,
    clients: clients.length,
    notChecked: notChecked(project),
    findings: { error: 0, warning: 0, info: 0, hint: 0 },
  }));
  for (const { file, severity } of findings) {
    const app = innermost(statuses, file);
    if (app) app.findings[severity]++;
  }
  return statuses;
}

/** Findings in a package that several apps share count for the first. */
function innermost(apps: AppStatus[], file: string): AppStatus | undefined {
  const around = apps.filter((app) => isInside(app.root, file));
  return around.sort((a, b) => b.root.length - a.root.length)[0] ?? apps[0];
}
