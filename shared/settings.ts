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
  /** `sessionLens.codeLens`: the lines above the matcher and the client. */
  codeLens: boolean;
  /** `sessionLens.inlayHints`: durations behind numbers of seconds. */
  inlayHints: boolean;
  /** `sessionLens.cookie.headerLimit`: bytes of request header that the user's own host takes; null for none given. */
  headerLimit: number | null;
}

export const settingsSection = 'sessionLens';

export const defaultSettings: Settings = {
  enable: true,
  rules: {},
  codeLens: true,
  inlayHints: true,
  headerLimit: null,
};

/** Anything of the wrong type counts as not set. */
export function readSettings(raw: unknown): Settings {
  if (!isRecord(raw)) return defaultSettings;
  const rules: Record<string, RuleSetting> = {};
  for (const [rule, value] of Object.entries(isRecord(raw.rules) ? raw.rules : {})) {
    if (ruleSettings.includes(value as RuleSetting)) rules[rule] = value as RuleSetting;
  }
  const limit = isRecord(raw.cookie) ? raw.cookie.headerLimit : null;
  return {
    enable: flag(raw.enable, defaultSettings.enable),
    rules,
    codeLens: flag(raw.codeLens, defaultSettings.codeLens),
    inlayHints: flag(raw.inlayHints, defaultSettings.inlayHints),
    headerLimit: typeof limit === 'number' && limit > 0 ? limit : defaultSettings.headerLimit,
  };
}

/** The severity a finding is shown with; null when the user switched its rule off. */
export function severityFor(settings: Settings, rule: string, severity: Severity): Severity | null {
  const setting = Object.hasOwn(settings.rules, rule) ? settings.rules[rule] : undefined;
  if (setting === 'off') return null;
  return setting === undefined || setting === 'default' ? severity : setting;
}

function flag(value: unknown, fallback: boolean): boolean {
  return typeof value === 'boolean' ? value : fallback;
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
