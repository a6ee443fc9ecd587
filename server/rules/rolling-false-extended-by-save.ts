import type { AppModel, ClientCall, ClientModel, Place, Rule } from '../model';
import { sdkRoutes } from '../app/sdkRoutes';
import { placeOf } from './support/edits';
import { asksForRefreshTokens, isCallOf, rollsAnywayOn } from './support/notRolling';
import { isRolling, placeOfOption, sessionClients } from './support/session';
import { list } from './support/text';

const maximumRelated = 10;

export const rule: Rule = {
  meta: {
    id: 'rolling-false-extended-by-save',
    severity: 'info',
    description: 'With rolling: false every save of the session starts absoluteDuration anew.',
    fixable: false,
  },
  check(app, report) {
    for (const client of sessionClients(app)) {
      if (isRolling(client) !== false || rollsAnywayOn(client, app).length > 0) continue;
      const saves = savesOf(client, app);
      if (saves.length === 0) continue;
      report({
        ...placeOfOption(client, client.rolling),
        message: messageOf([...new Set(saves.map(({ method }) => method))]),
        related: saves
          .slice(0, maximumRelated)
          .map(({ place, method }) => ({ ...place, message: relatedMessage(method) })),
      });
    }
  },
};

interface Save {
  method: string;
  place: Place;
}

/** Calls that write the cookie anew: calculateMaxAge gives absoluteDuration from now on (4.0.0 to 4.30.0). */
function savesOf(client: ClientModel, app: AppModel): Save[] {
  const own = app.clientCalls.filter((call) => isCallOf(call, client) && !call.rendering && saves(call));
  const refreshes = asksForRefreshTokens(client);
  const found = own
    .filter(({ method }) => method === 'updateSession' || refreshes)
    .map(({ method, node }): Save => ({ method, place: placeOf(node.expression) }));
  // The browser's helper calls the SDK's own route, which saves a refreshed token.
  const isOnly = app.clients.length === 1;
  const hasRoute = sdkRoutes(client, app).some(({ name }) => name === 'accessToken');
  if (!isOnly || !refreshes || !hasRoute) return found;
  const first = app.browserTokenModules
    .map(({ ast }) => ast.statements[0])
    .filter((node) => node !== undefined);
  return [...found, ...first.map((node) => ({ method: 'getAccessToken', place: placeOf(node) }))];
}

function saves({ method }: ClientCall): boolean {
  return (
    method === 'updateSession' || method === 'getAccessToken' || method === 'getAccessTokenForConnection'
  );
}

function messageOf(methods: readonly string[]): string {
  const causes = [
    ...(methods.includes('updateSession') ? ['updateSession()'] : []),
    ...(methods.some((method) => method !== 'updateSession') ? ['the refresh of an access token'] : []),
  ];
  return `absoluteDuration is no fixed end here: with rolling off ${list(causes)} saves the session for another whole absoluteDuration from that moment on. A rolling session with an inactivityDuration as long as absoluteDuration has one.`;
}

function relatedMessage(method: string): string {
  return method === 'updateSession'
    ? 'Saves the session.'
    : 'Saves the session whenever it refreshes the token.';
}
