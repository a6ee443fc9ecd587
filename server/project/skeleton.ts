import type { Host, NextConfig, Project } from '../model';
import { findMiddlewareFiles } from './middlewareFiles';
import { discoverRoutes } from './routes';

/** A project before its next.config is read, which needs the parser. */
export interface ProjectSkeleton extends Omit<
  Project,
  'routes' | 'nextConfig' | 'middlewareFiles' | 'misplacedMiddlewareFiles' | 'misnamedMiddlewareFiles'
> {
  /** Every file of the app's own directory (not of nested apps or packages), sorted. */
  files: readonly string[];
  /**
   * Directories of the workspace packages whose files `sourceFiles` holds besides the app's own. Such a package may
   * serve several apps: what lies there concerns this app only as far as the app imports it.
   */
  packageRoots: readonly string[];
  /** Workspace packages by name, with their directories, for resolving imports. */
  workspacePackages: ReadonlyMap<string, string>;
  /** True when a limit cut the listing short: that a file was not found proves nothing then. */
  truncated: boolean;
}

/** Adds what depends on next.config: routes and middleware files follow `pageExtensions`. */
export function completeProject(
  skeleton: ProjectSkeleton,
  nextConfig: NextConfig,
  host: Pick<Host, 'readFile'>,
): Project {
  const {
    files,
    packageRoots: _roots,
    workspacePackages: _packages,
    truncated: _truncated,
    ...project
  } = skeleton;
  const options = { root: project.root, pageExtensions: nextConfig.pageExtensions };
  const isApp = project.isNextApp;
  const middleware = isApp
    ? findMiddlewareFiles(files, options, host)
    : { middlewareFiles: [], misplacedMiddlewareFiles: [], misnamedMiddlewareFiles: [] };
  return { ...project, ...middleware, nextConfig, routes: isApp ? discoverRoutes(files, options) : [] };
}
