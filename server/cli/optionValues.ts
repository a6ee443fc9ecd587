/** Values of options, as people write them. */
import { InvalidArgumentError } from 'commander';
import { NEWEST_KNOWN, NEWEST_V3 } from '../../shared/session/behaviour';
import { parseDuration } from '../../shared/session/duration';

export function toDuration(text: string): number {
  const seconds = parseDuration(text);
  if (seconds === undefined) throw new InvalidArgumentError('Write it like 90s, 15m, 2h, 7d.');
  return seconds;
}

export function toDurations(text: string, before: readonly number[]): number[] {
  return [...before, ...text.split(',').map(toDuration)];
}

/** A major version alone stands for the newest release of it that is known. */
const NEWEST_OF: Readonly<Record<string, string>> = { '3': NEWEST_V3, '4': NEWEST_KNOWN };

export function toVersion(text: string): string {
  const match = /^v?(\d+)(?:\.(\d+)(?:\.(\d+))?)?$/.exec(text);
  const [, major = '', minor, patch = '0'] = match ?? [];
  const version = minor === undefined ? NEWEST_OF[major] : `${major}.${minor}.${patch}`;
  if (version === undefined) throw new InvalidArgumentError(`It must be a version such as ${NEWEST_KNOWN}.`);
  return version;
}
