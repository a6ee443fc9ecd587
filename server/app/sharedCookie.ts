/**
 * Which clients of an app write one and the same cookie in the browser: the same name, path and domain, on the same host.
 * The rule, the hover and the timeline ask here.
 */
import type { AppModel, ClientModel } from '../model';
import { alternatives, type Value } from '../syntax/value';
import { cookieName, optionOf } from './clientConfigs';
import { cookieOption } from './cookieOptions';

export interface CookieSharer {
  client: ClientModel;
  cookie: string;
  /** Have the two other secrets, so that neither can read what the other wrote? */
  otherSecret: boolean | 'unknown';
}

/** The other clients that surely write the client's cookie, in the order of the app. */
export function cookieSharers(app: AppModel, client: ClientModel): CookieSharer[] {
  const identity = identityOf(client);
  if (identity === null) return [];
  return namesakes(app, client)
    .filter((other) => identityOf(other)?.path === identity.path)
    .map((other) => ({
      client: other,
      cookie: identity.name,
      otherSecret: differs(client, other, app, 'secret', 'AUTH0_SECRET'),
    }));
}

/**
 * The other clients whose cookie of the same name is read instead of the client's own, where a browser has both: its path
 * holds the client's. The browser sends the longer path first (RFC 6265bis, 5.8.3), and `cookies.get()` of Next.js 13 to 16
 * gives the last one. Seen with 4.30.0: a client on `/admin` got the user of the one on `/`.
 */
export function cookieHiders(app: AppModel, client: ClientModel): ClientModel[] {
  const own = pathOf(client, app);
  return namesakes(app, client).filter((other) => {
    const path = pathOf(other, app);
    return (
      own !== undefined && path !== undefined && own !== path && own.startsWith(path.replace(/\/?$/, '/'))
    );
  });
}

/** The other clients whose cookie has the same name, on the same host, whatever its path. */
function namesakes(app: AppModel, client: ClientModel): ClientModel[] {
  const identity = identityOf(client);
  return app.clients.filter((other) => {
    // Two values of one variable: only one of them is there at a time.
    const isSameVariable = other.file === client.file && other.name === client.name;
    const { name, place } = (isSameVariable ? null : identityOf(other)) ?? {};
    return identity !== null && name === identity.name && place === identity.place;
  });
}

/** Compared here, and shown nowhere: a variable may hold it. */
function pathOf(client: ClientModel, app: AppModel): string | undefined {
  return textOf(cookieOption(client, app, 'path').value)?.text ?? undefined;
}

interface Identity {
  name: string;
  path: string;
  /** Domain and base URL. */
  place: string;
}

/** What tells the client's cookie from others; null when some of it is decided at run time. */
function identityOf(client: ClientModel): Identity | null {
  const name = cookieName(client);
  // The SDK writes no session cookie then.
  if (name === null || client.enterpriseConnect === true) return null;
  const path = textOf(optionOf(client, 'session', 'cookie', 'path'))?.text;
  const domain = textOf(optionOf(client, 'session', 'cookie', 'domain'))?.text;
  const host = hostOf(optionOf(client, 'appBaseUrl'));
  if (path === undefined || domain === undefined || host === undefined) return null;
  return { name, path: path ?? '(default)', place: `${domain ?? '(default)'}\n${host}` };
}

/** The base URL, or the variables that decide it: what a variable decides is the same for all. */
function hostOf(value: Value): string | undefined {
  const parts = alternatives(value).map((one) => {
    if (one.kind === 'unknown') return one.env;
    const text = textOf(one)?.text;
    return text === null ? 'APP_BASE_URL' : text;
  });
  const known = parts.filter((part) => part !== undefined);
  return known.length === parts.length ? known.sort().join('|') : undefined;
}

/** A string, or null where the option is not set; undefined where it is not known. */
function textOf(value: Value): { text: string | null } | undefined {
  if (value.kind !== 'known') return undefined;
  if (value.value === undefined || value.value === null) return { text: null };
  return typeof value.value === 'string' ? { text: value.value } : undefined;
}

/** Do two clients have other values in an option that a variable stands in for? False also where nobody can tell. */
export function differs(
  first: ClientModel,
  second: ClientModel,
  app: AppModel,
  option: string,
  variable: string,
): boolean | 'unknown' {
  const [one, two] = [first, second].map((client) => source(optionOf(client, option), variable));
  if (!one || !two) return false;
  if (one.variable === null && two.variable === null) return one.text !== two.text;
  if (one.variable === two.variable) return false;
  const [values, others] = [one, two].map((from) => valuesOf(from, app));
  if (!values?.length || !others?.length) return 'unknown';
  return !values.some((value) => others.includes(value));
}

interface Source {
  text: string | null;
  /** The variable that gives the value, without the prefix for the browser. */
  variable: string | null;
}

function source(value: Value, variable: string): Source | undefined {
  if (value.kind === 'unknown' && value.env !== undefined) {
    return { text: null, variable: value.env.replace(/^NEXT_PUBLIC_/, '') };
  }
  const text = textOf(value);
  return text && { ...text, variable: text.text === null ? variable : null };
}

/** Compared here, and shown nowhere. */
function valuesOf({ text, variable }: Source, { project }: AppModel): string[] {
  if (text !== null) return [text];
  return project.env
    .filter(({ name, value }) => name.replace(/^NEXT_PUBLIC_/, '') === variable && value !== '')
    .map(({ value }) => value);
}
