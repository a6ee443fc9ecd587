import { languages, LanguageStatusSeverity, type Disposable } from 'vscode';
import type { AppStatus, StatusResult } from '../shared/protocol';
import { selector } from './selector';

export interface StatusItem extends Disposable {
  busy(detail: string): void;
  failed(detail: string): void;
  show(status: StatusResult): void;
}

/** The entry of the language status menu. Its severity tells how the server is, not how the code is. */
export function statusItem(): StatusItem {
  const item = languages.createLanguageStatusItem('sessionLens.status', selector);
  item.name = 'Session Lens';
  item.text = 'Session Lens';
  item.command = { title: 'Actions', command: 'sessionLens.showMenu' };
  return {
    busy(detail) {
      item.busy = true;
      item.detail = detail;
    },
    failed(detail) {
      item.busy = false;
      item.severity = LanguageStatusSeverity.Error;
      item.detail = detail;
    },
    show({ apps, engineLoaded }) {
      item.busy = false;
      item.severity = LanguageStatusSeverity.Information;
      item.detail = engineLoaded ? describe(apps) : 'Ready';
    },
    dispose: () => item.dispose(),
  };
}

/** Such as `1 error, 3 warnings · nextjs-auth0 4.30.0`. */
function describe(apps: readonly AppStatus[]): string {
  if (apps.length === 0) return 'No app with @auth0/nextjs-auth0';
  const [reason, ...others] = apps.flatMap(({ notChecked }) => notChecked ?? []);
  const unchecked = reason === undefined ? 0 : others.length + 1;
  if (reason !== undefined && unchecked === apps.length) return reason;
  const where =
    apps.length === 1
      ? `nextjs-auth0 ${apps[0]?.sdk ?? '(unknown version)'}`
      : `${apps.length} apps${unchecked > 0 ? `, ${unchecked} not checked` : ''}`;
  return `${problems(apps)} · ${where}`;
}

function problems(apps: readonly AppStatus[]): string {
  const sum = (kind: keyof AppStatus['findings']) =>
    apps.reduce((total, app) => total + app.findings[kind], 0);
  const counts = [
    count(sum('error'), 'error'),
    count(sum('warning'), 'warning'),
    count(sum('info') + sum('hint'), 'hint'),
  ].filter((text) => text !== '');
  return counts.join(', ') || 'No problems';
}

function count(n: number, noun: string): string {
  return n === 0 ? '' : `${n} ${noun}${n === 1 ? '' : 's'}`;
}
