/** Links the calls of clients' methods to the clients, and tells those of Server Components apart. */
import { findClientCalls } from '../facts/clientCalls';
import { runsWhileRendering } from '../facts/rendering';
import type { ClientCall, ClientModel, Module, Project } from '../model';
import { appDirectories, stripPageExtension } from '../project/appDirectories';
import { relativeTo } from '../project/paths';
import type { Program } from '../syntax/program';

export function clientCalls(
  project: Project,
  modules: readonly Module[],
  clients: readonly ClientModel[],
  program: Program,
): ClientCall[] {
  const { app } = appDirectories(project.sourceFiles, project.root);
  const [only] = clients.length === 1 ? clients : [];
  return modules.flatMap((module) => {
    const sites = findClientCalls(module, program);
    const isComponent = sites.length > 0 && app !== null && isServerComponentFile(module.path, app, project);
    return sites.map(({ creations, ...site }): ClientCall => ({
      ...site,
      clients: only ? [only] : clients.filter(({ node }) => creations.includes(node)),
      rendering: isComponent && runsWhileRendering(site.node, module, program),
    }));
  });
}

/** The files of the App Router that Next.js renders on the server; `error` and `global-error` are always for the browser. */
const components =
  /^(?:page|layout|template|default|loading|not-found|global-not-found|forbidden|unauthorized)$/;

function isServerComponentFile(path: string, app: string, { nextConfig }: Project): boolean {
  const segments = relativeTo(app, path)?.split('/');
  const name = segments?.pop();
  // A leading underscore makes a folder private: its files are what other files make of them.
  if (!segments || name === undefined || segments.some((segment) => segment.startsWith('_'))) return false;
  const stem = stripPageExtension(name, nextConfig.pageExtensions);
  return stem !== undefined && components.test(stem);
}
