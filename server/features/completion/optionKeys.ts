/** Keys of the options with what the SDK's own types do not say: the unit, and the default of the installed version. */
import { resolveBehaviour } from '../../../shared/session/behaviour';
import { formatDuration } from '../../../shared/session/duration';
import { SESSION_OPTIONS, type SessionOption } from '../../app/clientConfigs';
import type { AppModel } from '../../model';
import { atLeast } from '../../project/semver';
import { isRolling } from '../../rules/support/session';
import { MEANING } from '../hoverClient';
import { codeBlock } from '../markdown';
import type { Holder, Role } from './sessionItems';
import type { Completion, KeySite } from './types';

interface OptionKey {
  name: string;
  /** `number`, `boolean`. */
  type: string;
  /** What it is when not written, with its unit. */
  fallback?: string;
  /** The same for one line of a list. */
  short?: string;
  meaning: string;
  /** Snippet of the value. */
  value: string;
  /** First version of the SDK that has it. */
  since?: string;
  /** Its values are completed as well. */
  continues?: boolean;
}

/** A session that does not roll reads them never. */
const NEED_ROLLING = ['inactivityDuration', 'beforeSessionRolled'];

/**
 * Only where the editor's own TypeScript cannot know them, because the SDK is not installed: nobody wants each key twice
 * in a list.
 */
export function optionKeys({ app, client, role, inherited }: Holder, site: KeySite): Completion[] {
  const { sdk } = app.project;
  if (sdk.source === 'node_modules') return [];
  return keysOf(role, app)
    .filter(({ name, since }) => {
      const isThere = site.keys.includes(name) || (inherited ?? []).includes(name);
      if (NEED_ROLLING.includes(name) && isRolling(client) === false) return false;
      return !isThere && (since === undefined || atLeast(sdk, since) !== false);
    })
    .map((key, index): Completion => {
      const { name, type, fallback, short, meaning, value, continues = false } = key;
      const signature = `${name}?: ${type}${fallback === undefined ? '' : ` // default: ${fallback}`}`;
      return {
        label: name,
        description: short ?? (fallback === undefined ? '' : `default: ${fallback}`),
        documentation: `${codeBlock(signature, 'ts')}\n\n${meaning}`,
        kind: 'option',
        span: site.span,
        newText: `${name}: `,
        snippet: `${name}: ${value}${site.after.trimEnd()}`,
        filterText: name,
        sortText: `11${index}`,
        continues,
      };
    });
}

function keysOf(role: Role, app: AppModel): readonly OptionKey[] {
  if (role === 'cookie') return COOKIE;
  if (role === 'options') return [SESSION];
  const { defaults } = resolveBehaviour(app.project.sdk.version);
  const lifetime = SESSION_OPTIONS.map((name): OptionKey => lifetimeKey(name, defaults[name]));
  return [...lifetime, COOKIE_KEY, HOOK];
}

function lifetimeKey(name: SessionOption, fallback: number | boolean): OptionKey {
  const meaning = MEANING[name];
  if (typeof fallback === 'boolean') {
    return { name, type: 'boolean', fallback: String(fallback), meaning, value: '${1|true,false|}' };
  }
  const words = formatDuration(fallback);
  return {
    name,
    type: 'number',
    fallback: `${fallback} seconds (${words})`,
    short: `seconds, default: ${words}`,
    meaning,
    value: '$0',
    continues: true,
  };
}

/** dist/server/session/abstract-session-store.d.ts: not in 4.0.0, surely in 4.5.0. */
const COOKIE_KEY: OptionKey = {
  name: 'cookie',
  type: 'SessionCookieOptions',
  meaning: 'Name and attributes of the session cookie.',
  value: '{ $0 }',
  since: '4.5.0',
};

const HOOK: OptionKey = {
  name: 'beforeSessionRolled',
  type: '(req: NextRequest) => boolean | Promise<boolean>',
  meaning: 'Decides, request by request, whether the middleware extends the session.',
  value: '(req) => $0',
  since: '4.23.0',
};

const SESSION: OptionKey = {
  name: 'session',
  type: 'SessionConfiguration',
  meaning: 'How long a session lasts, and its cookie.',
  value: '{ $0 }',
  continues: true,
};

/** SessionCookieOptions of 4.30.0, the same file; what is not set there is set in its constructor. */
const COOKIE: readonly OptionKey[] = [
  {
    name: 'name',
    type: 'string',
    fallback: "'__session'",
    meaning: 'The name of the session cookie.',
    value: "'$1'",
  },
  {
    name: 'sameSite',
    type: "'strict' | 'lax' | 'none'",
    fallback: "'lax'",
    meaning: 'Whether the cookie comes along with requests from other sites.',
    value: "'${1|strict,lax,none|}'",
  },
  {
    name: 'secure',
    type: 'boolean',
    meaning: 'Whether the cookie travels over HTTPS only. By default so when the base URL is an `https` one.',
    value: '${1|true,false|}',
  },
  {
    name: 'path',
    type: 'string',
    fallback: "'/'",
    meaning: 'The path below which the cookie is sent.',
    value: "'$1'",
  },
  {
    name: 'domain',
    type: 'string',
    meaning: 'The domain whose hosts share the cookie. By default only the host that sets it.',
    value: "'$1'",
  },
  {
    name: 'transient',
    type: 'boolean',
    fallback: 'false',
    meaning: 'Whether closing the browser ends the session.',
    value: '${1|true,false|}',
    since: '4.5.0',
  },
];
