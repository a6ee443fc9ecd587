/**
 * What differs between versions of Next.js. Read in the published packages; each boundary was checked on both sides:
 *
 * - suffix: dist/build/analysis/get-page-static-info.js, getMiddlewareMatchers. `(.json)?` up to 15.0.2,
 *   `{(\.json)}?` from 15.0.3, with the App Router's transport forms from 15.5.16 and 16.2.5 (not 16.0.0–16.2.4).
 * - pathToRegexp: dist/compiled/path-to-regexp. 6.1 up to 15.4.11, 6.3 from 15.5.0.
 * - validation: dist/lib/load-custom-routes.js (checkCustomRoutes) up to 14, from 15.0.0
 *   dist/build/segment-config/middleware/middleware-config.js.
 * - decodes: dist/server/lib/router-utils/resolve-routes.js also tries the decoded pathname from 15.3.2.
 */
import { compareVersions, parseVersion } from '../project/semver';
import type { Version } from '../project/semver';

export interface Semantics {
  suffix: 'unescaped' | 'json' | 'transport';
  pathToRegexp: '6.1' | '6.3';
  validation: 'custom-routes' | 'schema';
  /** The running server also tests the percent-decoded pathname. */
  decodes: boolean;
}

interface Era extends Semantics {
  /** First version, as numbers. */
  since: readonly [major: number, minor: number, patch: number];
}

const OLD = { suffix: 'unescaped', pathToRegexp: '6.1', validation: 'schema', decodes: false } as const;

const ERAS: readonly Era[] = [
  { since: [0, 0, 0], ...OLD, validation: 'custom-routes' },
  { since: [15, 0, 0], ...OLD },
  { since: [15, 0, 3], ...OLD, suffix: 'json' },
  { since: [15, 3, 2], ...OLD, suffix: 'json', decodes: true },
  { since: [15, 5, 0], ...OLD, suffix: 'json', decodes: true, pathToRegexp: '6.3' },
  { since: [15, 5, 16], ...OLD, suffix: 'transport', decodes: true, pathToRegexp: '6.3' },
  { since: [16, 0, 0], ...OLD, suffix: 'json', decodes: true, pathToRegexp: '6.3' },
  { since: [16, 2, 5], ...OLD, suffix: 'transport', decodes: true, pathToRegexp: '6.3' },
];

/**
 * The ways in which the given version may behave, the likeliest (newest) first: one for a release, those of the same
 * major for a prerelease, all of them when the version is not known.
 */
export function semanticsOf(nextVersion: string | null): readonly Semantics[] {
  const version = nextVersion === null ? undefined : parseVersion(nextVersion);
  if (!version) return distinct(ERAS);
  if (version.prerelease === '') return ERAS.filter((era) => isSince(version, era)).slice(-1);
  // What is below a major's first era never happened in that major, except for those before 15.
  const sameMajor = ERAS.filter((era) => era.since[0] === version.major);
  return distinct(sameMajor.length > 0 ? sameMajor : ERAS.filter((era) => isSince(version, era)).slice(-1));
}

function isSince(version: Version, { since: [major, minor, patch] }: Era): boolean {
  return compareVersions(version, { major, minor, patch, prerelease: '' }) >= 0;
}

function distinct(eras: readonly Era[]): Semantics[] {
  const byContent = new Map<string, Semantics>();
  for (const { suffix, pathToRegexp, validation, decodes } of [...eras].reverse()) {
    const semantics: Semantics = { suffix, pathToRegexp, validation, decodes };
    const key = JSON.stringify(semantics);
    if (!byContent.has(key)) byContent.set(key, semantics);
  }
  return [...byContent.values()];
}
