import type { PackageVersion } from '../model';

/**
 * The small part of semantic versioning that deciding "is this at least 4.17.0" needs. Ranges are read for their
 * bounds only; everything that is not plainly a version range (tags, workspace:, catalog:, git, urls) is unknown.
 */
export interface Version {
  major: number;
  minor: number;
  patch: number;
  /** `beta.1` of `4.0.0-beta.1`; '' for a release. */
  prerelease: string;
}

const VERSION = /^[v=\s]*(\d{1,9})\.(\d{1,9})\.(\d{1,9})(?:-([\w.-]+))?(?:\+[\w.-]+)?$/;

export function parseVersion(text: string): Version | undefined {
  const match = VERSION.exec(text.trim());
  if (!match) return undefined;
  return {
    major: Number(match[1]),
    minor: Number(match[2]),
    patch: Number(match[3]),
    prerelease: match[4] ?? '',
  };
}

/** Negative, zero or positive, by the precedence rules of semver 2.0.0 §11. */
export function compareVersions(a: Version, b: Version): number {
  const core = compareCore(a, b);
  if (core !== 0 || a.prerelease === b.prerelease) return core;
  if (a.prerelease === '') return 1;
  if (b.prerelease === '') return -1;
  return comparePrerelease(a.prerelease.split('.'), b.prerelease.split('.'));
}

function compareCore(a: Version, b: Version): number {
  return a.major - b.major || a.minor - b.minor || a.patch - b.patch;
}

function comparePrerelease(a: readonly string[], b: readonly string[]): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const left = a[i];
    const right = b[i];
    if (left === undefined) return -1;
    if (right === undefined) return 1;
    if (left === right) continue;
    const numeric = [/^\d+$/.test(left), /^\d+$/.test(right)];
    if (numeric[0] && numeric[1]) return Number(left) - Number(right);
    if (numeric[0] !== numeric[1]) return numeric[0] ? -1 : 1;
    return left < right ? -1 : 1;
  }
  return 0;
}

/**
 * Whether the installed dependency is at least `target`. 'unknown' when only a range is known and it allows both
 * answers, and for a prerelease of the target itself: `16.0.0-canary.3` may or may not have what 16.0.0 brought.
 */
export function atLeast(dependency: PackageVersion | string | null, target: string): boolean | 'unknown' {
  const wanted = parseVersion(target);
  if (!wanted || dependency === null) return 'unknown';
  const { version, range } =
    typeof dependency === 'string' ? { version: dependency, range: null } : dependency;
  const exact = version === null ? undefined : parseVersion(version);
  if (exact) return exactAtLeast(exact, wanted);

  const bounds = range === null ? undefined : rangeBounds(range);
  if (!bounds) return 'unknown';
  if (exactAtLeast(bounds.min, wanted) === true) return true;
  if (bounds.below && compareCore(bounds.below, wanted) <= 0) return false;
  return 'unknown';
}

function exactAtLeast(version: Version, wanted: Version): boolean | 'unknown' {
  if (version.prerelease !== '' && wanted.prerelease === '' && compareCore(version, wanted) === 0) {
    return 'unknown';
  }
  return compareVersions(version, wanted) >= 0;
}

/** `min` is included, `below` is not; no `below` means no upper bound. */
export interface RangeBounds {
  min: Version;
  below: Version | null;
}

/** Bounds of an npm range: `^4.18.0`, `~4.1`, `4.x`, `>=4 <5`, `1.2.3 - 2.3.4`, joined by `||`. */
export function rangeBounds(range: string): RangeBounds | undefined {
  const text = range.trim().replace(/^workspace:(?=.*\d)/, '');
  let all: RangeBounds | undefined;
  for (const alternative of text.split('||')) {
    const bounds = comparatorSet(alternative.trim());
    if (!bounds) return undefined;
    all = all ? union(all, bounds) : bounds;
  }
  return all;
}

function union(a: RangeBounds, b: RangeBounds): RangeBounds {
  return {
    min: compareVersions(a.min, b.min) <= 0 ? a.min : b.min,
    below: a.below && b.below ? (compareVersions(a.below, b.below) >= 0 ? a.below : b.below) : null,
  };
}

const HYPHEN = /^(\S+)\s+-\s+(\S+)$/;
const COMPARATOR =
  /^(\^|~>?|>=|<=|>|<|=)?\s*v?(\d{1,9})(?:\.(\d{1,9}|[xX*]))?(?:\.(\d{1,9}|[xX*]))?(?:-([\w.-]+))?(?:\+[\w.-]+)?$/;

function comparatorSet(text: string): RangeBounds | undefined {
  const hyphen = HYPHEN.exec(text);
  const parts = hyphen
    ? [`>=${hyphen[1]}`, `<=${hyphen[2]}`]
    : text.replace(/([<>=^~])\s+/g, '$1').split(/\s+/);
  let min: Version | null = null;
  let below: Version | null = null;
  for (const part of parts) {
    const bounds = comparator(part);
    if (!bounds) return undefined;
    if (bounds.min && (!min || compareVersions(bounds.min, min) > 0)) min = bounds.min;
    if (bounds.below && (!below || compareVersions(bounds.below, below) < 0)) below = bounds.below;
  }
  return { min: min ?? release(0, 0, 0), below };
}

function comparator(text: string): { min: Version | null; below: Version | null } | undefined {
  const match = COMPARATOR.exec(text);
  if (!match) return undefined;
  const operator = match[1] ?? '=';
  const major = Number(match[2]);
  const minor = numberOrNull(match[3]);
  const patch = minor === null ? null : numberOrNull(match[4]);
  const from: Version = { major, minor: minor ?? 0, patch: patch ?? 0, prerelease: match[5] ?? '' };
  // The first version that a partial one (`4`, `4.1`) no longer covers.
  const after =
    minor === null
      ? release(major + 1, 0, 0)
      : patch === null
        ? release(major, minor + 1, 0)
        : release(major, minor, patch + 1);

  switch (operator) {
    case '>=':
      return { min: from, below: null };
    case '>':
      return { min: minor === null || patch === null ? after : from, below: null };
    case '<':
      return { min: null, below: from };
    case '<=':
      return { min: null, below: after };
    case '^':
      return { min: from, below: caretEnd(from, minor, patch) };
    case '~':
    case '~>':
      return { min: from, below: minor === null ? after : release(major, minor + 1, 0) };
    default:
      return { min: from, below: after };
  }
}

function caretEnd(from: Version, minor: number | null, patch: number | null): Version {
  if (from.major > 0 || minor === null) return release(from.major + 1, 0, 0);
  if (from.minor > 0 || patch === null) return release(0, from.minor + 1, 0);
  return release(0, 0, from.patch + 1);
}

function numberOrNull(text: string | undefined): number | null {
  return text === undefined || !/^\d+$/.test(text) ? null : Number(text);
}

function release(major: number, minor: number, patch: number): Version {
  return { major, minor, patch, prerelease: '' };
}
