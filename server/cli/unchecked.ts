import type { AppModel } from '../model';
import { notChecked } from '../project/supported';
import { relativeTo } from './paths';

/** A line for each app that an output says nothing of, because its SDK is another than the rules know. */
export function uncheckedApps(apps: readonly AppModel[], cwd: string): string[] {
  return uncheckedLines(
    apps.map(({ project }) => ({ root: project.root, notChecked: notChecked(project) })),
    cwd,
  );
}

/** Names the app where there are several. */
export function uncheckedLines(
  apps: readonly { root: string; notChecked?: string | undefined }[],
  base: string,
): string[] {
  return apps.flatMap(({ root, notChecked: reason }) => {
    if (reason === undefined) return [];
    return [apps.length > 1 ? `${relativeTo(base, root)}: ${reason}` : reason];
  });
}
