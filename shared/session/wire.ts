/** Session options on their way between processes: JSON knows neither NaN nor Infinity. */
import type { RawValue } from './rawValues';
import type { SessionConfig } from './types';

export type WireValue = string | number | boolean | null | { number: string };

export interface WireConfig {
  rolling?: WireValue;
  absoluteDuration?: WireValue;
  inactivityDuration?: WireValue;
  transient: boolean;
  stateful: boolean;
  hook?: NonNullable<SessionConfig['hook']>;
}

const NAMES = ['rolling', 'absoluteDuration', 'inactivityDuration'] as const;

export function toWire(config: SessionConfig): WireConfig {
  const wire: WireConfig = { transient: config.transient === true, stateful: config.stateful === true };
  for (const name of NAMES) {
    const value = config[name];
    if (value !== undefined) wire[name] = encode(value);
  }
  if (config.hook) wire.hook = config.hook;
  return wire;
}

export function fromWire(wire: WireConfig): SessionConfig {
  const config: SessionConfig = { transient: wire.transient, stateful: wire.stateful };
  for (const name of NAMES) {
    const value = wire[name];
    if (value !== undefined) config[name] = decode(value);
  }
  if (wire.hook) config.hook = wire.hook;
  return config;
}

function encode(value: Exclude<RawValue, undefined>): WireValue {
  return typeof value === 'number' && !Number.isFinite(value) ? { number: String(value) } : value;
}

function decode(value: WireValue): RawValue {
  return typeof value === 'object' && value !== null ? Number(value.number) : value;
}
