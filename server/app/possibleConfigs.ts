/**
 * Which session configurations a client can have at run time, and what the code leaves open: the one answer that lens,
 * hover, panel and command line give.
 */
import type { SessionConfig } from '../../shared/session/types';
import { toWire } from '../../shared/session/wire';
import type { AppModel, ClientModel } from '../model';
import { atLeast } from '../project/semver';
import { together, type Arms } from '../syntax/choices';
import { alternatives, type UnknownValue, type Value } from '../syntax/value';
import { memberOf } from './client';
import { optionOf, SESSION_OPTIONS, type SessionOption } from './clientConfigs';
import { cookieOption, isUnset } from './cookieOptions';
import { alwaysSaysNo, alwaysSaysYes } from './hookResult';

/** More configurations than this would help nobody. */
const MOST_CONFIGS = 8;

/** Combinations that are looked at to find them. */
const MOST_COMBINATIONS = 256;

export interface PossibleConfigs {
  /**
   * Every combination that can occur, without the options that have no value in the code. Empty only where the SDK
   * keeps no session for the client.
   */
  configs: SessionConfig[];
  /** There are more of them than MOST_CONFIGS. */
  isCut: boolean;
  /** `NODE_ENV` chose among the values: another one than `production` may give others. */
  isProduction: boolean;
  /** Options that can have a value from outside the code. Not `rolling` where both of its outcomes are in `configs`. */
  unknown: SessionOption[];
  /** What decides them. */
  deciders: UnknownValue[];
  /** Environment variables among that, by name. */
  variables: string[];
}

/** Has it all options that decide the lifetime? */
export function isComplete(config: SessionConfig): boolean {
  return SESSION_OPTIONS.every((name) => config[name] !== undefined);
}

const NONE: PossibleConfigs = {
  configs: [],
  isCut: false,
  isProduction: false,
  unknown: [],
  deciders: [],
  variables: [],
};

export function possibleConfigs(app: AppModel, client: ClientModel): PossibleConfigs {
  if (!keepsSessions(app, client)) return NONE;
  const { combinations, isCut } = combine(slotsOf(app, client));
  const all = withoutVaguer(distinct(combinations.flatMap(({ config }) => bothOutcomes(config))));
  const isOpen = (name: SessionOption): boolean =>
    name !== 'rolling' || all.some((config) => config.rolling === undefined);
  const unknownOf = (name: SessionOption): UnknownValue[] =>
    alternatives(client[name].value).filter((v) => v.kind === 'unknown');
  const unknown = SESSION_OPTIONS.filter((name) => isOpen(name) && hasUnknown(client, name));
  const deciders = unknown.flatMap(unknownOf);
  return {
    configs: all.slice(0, MOST_CONFIGS),
    isCut: isCut || all.length > MOST_CONFIGS,
    isProduction: combinations.some(({ arms }) => arms.production),
    unknown,
    deciders,
    variables: [...new Set(deciders.flatMap(({ env }) => env ?? []))],
  };
}

/** `enterpriseConnect` came with 4.30.0 (dist/server/auth-client.js, handleCallback); older versions do not look at it. */
export function keepsSessions({ project }: AppModel, { enterpriseConnect }: ClientModel): boolean {
  return enterpriseConnect !== true || atLeast(project.sdk, '4.30.0') === false;
}

/** An object or a function as a duration counts as unknown, too. */
function hasUnknown(client: ClientModel, name: SessionOption): boolean {
  return alternatives(client[name].value).some(({ kind }) => kind !== 'known');
}

/** What one alternative of one option contributes, and under which conditions. */
interface Part {
  config: SessionConfig;
  arms: Arms;
}

function slotsOf(app: AppModel, client: ClientModel): Part[][] {
  const options = SESSION_OPTIONS.map((name) =>
    alternatives(client[name].value).map((v): Part => ({
      config: v.kind === 'known' ? { [name]: v.value } : {},
      arms: v.origin,
    })),
  );
  const store: Part = { config: { stateful: client.hasStore === true }, arms: {} };
  return [[store], transientParts(app, client), hookParts(client), ...options];
}

/** Where it is certain to count: not with a store, or what may be one. A variable counts where no option is set. */
function transientParts(app: AppModel, client: ClientModel): Part[] {
  if (client.hasStore === 'unknown') return [{ config: { transient: false }, arms: {} }];
  const { value, origin } = cookieOption(client, app, 'transient');
  const isOnByVariable = origin === 'env' && value.kind === 'known' && value.value === true;
  return alternatives(optionOf(client, 'session', 'cookie', 'transient')).map((v) => ({
    config: { transient: isUnset(v) ? isOnByVariable : v.kind === 'known' && v.value === true },
    arms: v.origin,
  }));
}

/** A hook that is written but not understood may decide anything. */
function hookParts(client: ClientModel): Part[] {
  const origin = { node: client.node, module: client.file };
  const { value, node } = memberOf(optionOf(client, 'session'), 'beforeSessionRolled', origin);
  return alternatives(value).map((v) => ({ config: node ? hookConfig(v) : {}, arms: v.origin }));
}

/** The SDK calls what is truthy; a call that fails lets the session roll. */
function hookConfig({ kind, origin: { node } }: Value): SessionConfig {
  if (kind === 'known' || (kind === 'function' && alwaysSaysYes(node))) return {};
  return { hook: kind === 'function' && alwaysSaysNo(node) ? 'never' : 'decides' };
}

function combine(slots: readonly Part[][]): { combinations: Part[]; isCut: boolean } {
  let found: Part[] = [{ config: {}, arms: {} }];
  let isCut = false;
  for (const parts of slots) {
    const next = found.flatMap((one) =>
      parts.flatMap((part): Part[] => {
        const arms = together(one.arms, part.arms);
        return arms ? [{ config: { ...one.config, ...part.config }, arms }] : [];
      }),
    );
    isCut ||= next.length > MOST_COMBINATIONS;
    found = next.slice(0, MOST_COMBINATIONS);
  }
  return { combinations: found, isCut };
}

/** Whatever decides `rolling`, it has two outcomes only. They tell something where the durations are known. */
function bothOutcomes(config: SessionConfig): SessionConfig[] {
  const outcomes = [true, false].map((rolling) => ({ ...config, rolling }));
  return config.rolling === undefined && outcomes.every(isComplete) ? outcomes : [config];
}

/**
 * The SDK calls the hook only where the session rolls. What one that decides leaves open includes that there is none.
 */
function distinct(configs: readonly SessionConfig[]): SessionConfig[] {
  const called = configs.map(({ hook, ...config }): SessionConfig =>
    hook && config.rolling ? { ...config, hook } : config,
  );
  const byText = new Map(called.map((config) => [textOf(config), config]));
  return [...byText.values()].filter(
    ({ hook, ...config }) => hook || !byText.has(textOf({ ...config, hook: 'decides' })),
  );
}

function textOf(config: SessionConfig): string {
  return JSON.stringify(toWire(config));
}

/** One that tells nothing but what another one tells as well, and less of it, is left out. */
function withoutVaguer(configs: readonly SessionConfig[]): SessionConfig[] {
  const told = (config: SessionConfig): SessionOption[] =>
    SESSION_OPTIONS.filter((name) => config[name] !== undefined);
  return configs.filter((config) => {
    const names = told(config);
    return !configs.some(
      (other) =>
        told(other).length > names.length && names.every((name) => Object.is(config[name], other[name])),
    );
  });
}
