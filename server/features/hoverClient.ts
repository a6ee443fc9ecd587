/** A client's session in a hover: effective values, where they come from, and when it ends. */
import { resolveBehaviour, sdkText, type Behaviour } from '../../shared/session/behaviour';
import { timelineSvg } from '../../shared/session/chartSvg';
import { describeLifetime } from '../../shared/session/describe';
import { simulate, type SessionConfig } from '../../shared/session/lifetime';
import { textTimeline } from '../../shared/session/textTimeline';
import type { PictureTheme } from '../../shared/protocol';
import { SESSION_OPTIONS, type SessionOption } from '../app/clientConfigs';
import { cookieOption } from '../app/cookieOptions';
import { isComplete, keepsSessions, possibleConfigs, type PossibleConfigs } from '../app/possibleConfigs';
import { cookieSharers } from '../app/sharedCookie';
import type { AppModel, ClientModel } from '../model';
import { relativeTo } from '../project/paths';
import { isRolling } from '../rules/support/session';
import type { HoverOptions } from './hover';
import { code, codeBlock, picture } from './markdown';
import { describeOption, source } from './options';
import { joined } from './words';

export const MEANING: Record<SessionOption, string> = {
  rolling: 'Whether requests through the middleware extend the session.',
  absoluteDuration: 'The longest time from login to the end of the session, in seconds.',
  inactivityDuration: 'The longest time between two requests, in seconds.',
};

/** Lifetimes of a client whose options can have several values, at most. */
const MAX_LIFETIMES = 4;

const NO_SESSION =
  'There is none: with `enterpriseConnect` the SDK signs users in but writes no session cookie. Its `session` options have no effect.';

/** `option`: the one under the cursor, which is explained first. */
export function clientCard(
  app: AppModel,
  client: ClientModel,
  option: SessionOption | null,
  { pictures = null }: HoverOptions = {},
): string {
  const behaviour = resolveBehaviour(app.project.sdk.version);
  const title = `**Session of ${code(client.name)}** (${sdkText(behaviour.version)})`;
  if (!keepsSessions(app, client)) return `${title}\n\n${NO_SESSION}`;
  const isIdle = (name: SessionOption): boolean =>
    name === 'inactivityDuration' && isRolling(client) === false;
  const focus =
    option === null
      ? []
      : [
          `${code(option)}: ${isIdle(option) ? 'Has no effect here: the session does not roll.' : MEANING[option]}`,
        ];
  const possible = possibleConfigs(app, client);
  const options = [
    ...SESSION_OPTIONS.map(
      (name) =>
        `- ${code(name)}: ${describeOption(app, client, name)}${isIdle(name) ? '; without effect' : ''}`,
    ),
    ...(possible.configs.some(({ transient, stateful }) => transient && !stateful)
      ? transientByVariable(app, client)
      : []),
  ];
  const life = [
    ...lifetime(possible, behaviour, pictures),
    ...(possible.isProduction
      ? ['This holds in production: another `NODE_ENV` may lead to other values.']
      : []),
  ];
  return [title, ...focus, options.join('\n'), ...life, ...sharing(app, client)].join('\n\n');
}

/** It stands in no code where one would look for it. */
function transientByVariable(app: AppModel, client: ClientModel): string[] {
  const { entry } = cookieOption(client, app, 'transient');
  if (!entry) return [];
  const file = code(relativeTo(app.project.root, entry.file) ?? entry.file);
  return [`- ${code('cookie.transient')}: **on**, ${code(entry.name)} in ${file}`];
}

/** When the session ends, in a sentence and as a drawing; only what decides it when that is not known. */
function lifetime(possible: PossibleConfigs, behaviour: Behaviour, pictures: PictureTheme | null): string[] {
  const configs = possible.configs.filter(isComplete);
  const sentences = [...new Set(configs.map((config) => describeLifetime(config, { behaviour })))];
  const [config] = configs;
  const isOpen = possible.unknown.length > 0;
  if (!config) return [undecided(possible)];
  if (sentences.length === 1 && !isOpen && !possible.isCut) {
    return [...sentences, ...drawing(config, behaviour, pictures)];
  }
  const intro = isOpen ? `${undecided(possible)} With what the code names:` : dependsOn(configs, possible);
  const shown = sentences.slice(0, MAX_LIFETIMES).map((sentence) => `- ${sentence}`);
  const rest = sentences.length - shown.length;
  const more = possible.isCut ? ['- …'] : rest > 0 ? [`- … (${rest} more)`] : [];
  return [intro, [...shown, ...more].join('\n')];
}

function dependsOn(configs: readonly SessionConfig[], { isCut }: PossibleConfigs): string {
  if (isCut) return 'The session can end in more ways than can be listed, such as:';
  const differs = (name: keyof SessionConfig): boolean =>
    new Set(configs.map((config) => config[name])).size > 1;
  const open = [
    ...SESSION_OPTIONS.filter(differs),
    ...(differs('transient') ? ['cookie.transient'] : []),
    ...(differs('hook') ? ['beforeSessionRolled'] : []),
  ];
  return `When the session ends depends on which value of ${codes(open)} is used:`;
}

/**
 * Nothing where nobody gets a session: the sentence says it all. An image in a hover knows only the colour scheme of the
 * operating system, so the picture gets the colours of the editor's theme.
 */
function drawing(config: SessionConfig, behaviour: Behaviour, pictures: PictureTheme | null): string[] {
  const { endReason } = simulate(config, [], behaviour);
  if (endReason === 'error' || endReason === 'never-established') return [];
  if (pictures === null) return [codeBlock(textTimeline(config, { behaviour }))];
  const { svg, alt } = timelineSvg(config, { behaviour, compact: true, theme: pictures });
  return [picture(svg, alt)];
}

function undecided({ unknown, deciders, variables }: PossibleConfigs): string {
  const others = new Set(deciders.filter(({ env }) => env === undefined).map(source));
  const variable = variables.length > 1 ? 'environment variables' : 'environment variable';
  const deciding = [...others, ...(variables.length > 0 ? [`the ${variable} ${codes(variables)}`] : [])];
  return deciding.length > 0
    ? `When the session ends is decided at run time, by ${joined(deciding, 'and')}.`
    : `When the session ends depends on which value of ${codes(unknown)} is used.`;
}

/** `` `rolling` and `absoluteDuration` ``. */
function codes(names: readonly string[]): string {
  return joined(
    names.map((name) => code(name)),
    'and',
  );
}

/** Clients with the same cookie end each other's sessions: whoever saves it last sets its expiry. */
function sharing(app: AppModel, client: ClientModel): string[] {
  const sharers = cookieSharers(app, client);
  return [false, true].flatMap((isOther) => {
    const others = sharers.filter(({ otherSecret }) => (otherSecret === true) === isOther);
    const [first] = others;
    if (!first) return [];
    const names = joined(
      others.map(({ client: { name, file } }) =>
        name === client.name
          ? `${code(name)} in ${code(relativeTo(app.project.root, file) ?? file)}`
          : code(name),
      ),
      'and',
    );
    const effect = isOther
      ? 'with another secret: neither can read what the other wrote.'
      : ': the one that saves it last sets its expiry.';
    return [`It uses the same cookie ${code(first.cookie)} as ${names}${isOther ? ', ' : ''}${effect}`];
  });
}
