import type { RawValue } from '../../shared/session/rawValues';
import type { SessionConfig } from '../../shared/session/types';
import type { ClientModel } from '../model';
import { alternatives, type Value } from '../syntax/value';

const OPTIONS = ['rolling', 'absoluteDuration', 'inactivityDuration'] as const;

/** More combinations of possible values than this would help nobody. */
const MOST = 8;

export interface ClientConfigs {
  /** Every combination of the values the options can have, as far as they are known. */
  configs: SessionConfig[];
  /** Options with a value that is decided at run time. */
  unknown: string[];
}

export function configsOf(client: ClientModel): ClientConfigs {
  const cookie = property(property(client.options, 'session'), 'cookie');
  const transient = property(cookie, 'transient');
  const stateful = client.hasStore === true;
  let configs: SessionConfig[] = [
    { transient: transient?.kind === 'known' && transient.value === true, stateful },
  ];
  const unknown: string[] = [];
  for (const option of OPTIONS) {
    const values = alternatives(client[option].value);
    const known = values.flatMap((value) => (value.kind === 'known' ? [value.value] : []));
    if (known.length < values.length) unknown.push(option);
    configs = configs.flatMap((config) => distinct(known).map((value) => ({ ...config, [option]: value })));
  }
  return { configs: configs.slice(0, MOST), unknown };
}

function property(value: Value | undefined, name: string): Value | undefined {
  return value?.kind === 'object' ? value.properties.get(name)?.value : undefined;
}

function distinct(values: readonly RawValue[]): RawValue[] {
  return [...new Set(values)];
}
