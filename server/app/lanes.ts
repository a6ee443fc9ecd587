/** What the panels show of an app's clients: their possible session configurations, and where secrets are written. */
import type { SecretName, SessionLane } from '../../shared/protocol';
import { toWire } from '../../shared/session/wire';
import { lineStarts, positionAt } from '../../shared/text';
import type { AppModel, ClientModel } from '../model';
import { relativeTo } from '../project/paths';
import { alternatives } from '../syntax/value';
import { cookieName, optionOf } from './clientConfigs';
import { possibleConfigs } from './possibleConfigs';
import { cookieSharers } from './sharedCookie';

/**
 * One lane per client and possible configuration, in the order of the files. An option without any known value is left
 * out of the lane's configuration, as if it had its default, and named in `unknown`.
 */
export function sessionLanes(app: AppModel): SessionLane[] {
  return app.clients.flatMap((client) => lanesOf(app, client));
}

/** The lane to show for a client; see SessionLane.id. */
export function laneId(app: AppModel, client: ClientModel, valueSet = 0): string {
  const { root } = app.project;
  const inFile = app.clients.filter(({ file }) => file === client.file);
  const file = relativeTo(root, client.file) ?? client.file;
  return [root, file, inFile.indexOf(client), valueSet].join('|');
}

function lanesOf(app: AppModel, client: ClientModel): SessionLane[] {
  const { project } = app;
  const { configs, unknown, isCut, isProduction } = possibleConfigs(app, client);
  const line = positionAt(lineStarts(client.module.text), client.node.getStart()).line + 1;
  const sharers = cookieSharers(app, client).map(({ client: other, otherSecret }) => ({
    lane: laneId(app, other),
    otherSecret: otherSecret === true,
  }));
  return configs.map((config, i) => ({
    id: laneId(app, client, i),
    root: project.root,
    app: project.name,
    file: client.file,
    line,
    name: client.name,
    sdk: project.sdk.version,
    cookieName: cookieName(client),
    sharers,
    config: toWire(config),
    unknown,
    ...(isCut && { isCut }),
    ...(isProduction && { isProduction }),
  }));
}

/** Variables that hold the secret of one of the clients, in each env file of the app that sets them. */
export function secretNames({ project, clients }: AppModel): SecretName[] {
  const variables = new Set(['AUTH0_SECRET', ...clients.flatMap(secretVariables)]);
  const seen = new Set<string>();
  return project.env
    .filter(({ name, file, value }) => {
      const key = `${file}\n${name}`;
      return variables.has(name) && value !== '' && !seen.has(key) && seen.add(key);
    })
    .map(({ name, file }) => ({ root: project.root, app: project.name, variable: name, file }));
}

/** `secret: process.env.X`, also as one of several values. */
function secretVariables(client: ClientModel): string[] {
  return alternatives(optionOf(client, 'secret')).flatMap((value) =>
    value.kind === 'unknown' && value.env !== undefined ? [value.env] : [],
  );
}
