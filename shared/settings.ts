/** The settings `sessionLens.*` of an editor: types, defaults and a reader that takes anything a client may send. */
import type { Severity } from './finding';

/** `default` keeps the rule's own severity. */
export type RuleSetting = 'default' | 'off' | Severity;

export const ruleSettings: readonly RuleSetting[] = ['default', 'off', 'error', 'warning', 'info', 'hint'];

export interface Settings {
  /** `sessionLens.enable`: false switches the analysis of the folder off. */
  enable: boolean;
  /** `sessionLens.rules`: severity by rule id. */
  rules: Readonly<Record<string, RuleSetting>>;
}

/** `sessionLens.trace.server` is read by the language client, which tells the server with `$/setTrace`. */
export type TraceSetting = 'off' | 'messages' | 'verbose';

export const settingsSection = 'sessionLens';

export const defaultSettings: Settings = { enable: true, rules: {} };

/** Anything of the wrong type counts as not set. */
export function readSettings(raw: unknown): Settings {
  if (!isRecord(raw)) return defaultSettings;
  const rules: Record<string, RuleSetting> = {};
  for (const [rule, value] of Object.entries(isRecord(raw.rules) ? raw.rules : {})) {
    if (ruleSettings.includes(value as RuleSetting)) rules[rule] = value as RuleSetting;
  }
  return { enable: typeof raw.enable === 'boolean' ? raw.enable : defaultSettings.enable, rules };
}

/** The severity a finding is shown with; null when the user switched its rule off. */
export function severityFor(settings: Settings, rule: string, severity: Severity): Severity | null {
  const setting = Object.hasOwn(settings.rules, rule) ? settings.rules[rule] : undefined;
  if (setting === 'off') return null;
  return setting === undefined || setting === 'default' ? severity : setting;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Ids of the rules that a user gave a severity, which also turns on what is off by default. */
export function chosenRules(settings: Settings): string[] {
  return Object.keys(settings.rules).filter(
    (rule) => !['default', 'off'].includes(settings.rules[rule] ?? 'off'),
  );
}
