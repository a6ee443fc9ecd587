import { ENV_FILES } from './env';
import { LOCKFILE_SCANNERS } from './lockfiles';
import { basename } from './paths';
import { isNextConfig } from './walk';

const NAMES = new Set([
  'package.json',
  'pnpm-workspace.yaml',
  '.gitignore',
  ...ENV_FILES,
  ...LOCKFILE_SCANNERS.keys(),
]);

/**
 * Whether a change of this file's text can change what discovery finds. (Files that appear or vanish always can,
 * and middleware files turn into something else when their code is commented out.)
 */
export function affectsDiscovery(path: string): boolean {
  const name = basename(path);
  return NAMES.has(name) || isNextConfig(path) || /^(?:middleware|proxy)\./.test(name);
}
