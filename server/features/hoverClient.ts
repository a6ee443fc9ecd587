/** A client's session in a hover: effective values, where they come from, and when it ends. */
import { resolveBehaviour, type Behaviour } from '../../shared/session/behaviour';
import { timelineSvg } from '../../shared/session/chartSvg';
import { describeLifetime } from '../../shared/session/describe';
import { simulate, type SessionConfig } from '../../shared/session/lifetime';
import { textTimeline } from '../../shared/session/textTimeline';
import type { PictureTheme } from '../../shared/protocol';
import { configsOf, SESSION_OPTIONS, type SessionOption } from '../app/clientConfigs';
import { cookieSharers } from '../app/sharedCookie';
import type { AppModel, ClientModel } from '../model';
import { relativeTo } from '../project/paths';
import { isRolling } from '../rules/support/session';
import { alternatives } from '../syntax/value';
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

/** `option`: the one under the cursor, which is explained first. */
export function clientCard(
  app: AppModel,
  client: ClientModel,
  option: SessionOption | null,
  { pictures = null }: HoverOptions = {},
): string {
  const { version } = app.project.sdk;
  const title = `**Session of ${code(client.name)}**${version === null ? '' : ` (SDK ${version})`}`;
  const isIdle = (name: SessionOption): boolean =>
    name === 'inactivityDuration' && isRolling(client) === false;
  const focus =
    option === null
      ? []
      : [
          `${code(option)}: ${isIdle(option) ? 'Has no effect here: the session does not roll.' : MEANING[option]}`,
        ];
  const options = SESSION_OPTIONS.map(
    (name) =>
      `- ${code(name)}: ${describeOption(app, client, name)}${isIdle(name) ? '; without effect' : ''}`,
  );
  const life = lifetime(client, resolveBehaviour(version), pictures);
  return [title, ...focus, options.join('\n'), ...life, ...sharing(app, client)].join('\n\n');
}

/** When the session ends, in a sentence and as a drawing; only what decides it when that is not known. */
function lifetime(client: ClientModel, behaviour: Behaviour, pictures: PictureTheme | null): string[] {
  const { configs, unknown } = configsOf(client);
  if (unknown.length > 0) return [undecided(client, unknown)];
  const sentences = [...new Set(configs.map((config) => describeLifetime(config, { behaviour })))];
  const [config] = configs;
  if (config && sentences.length === 1) return [...sentences, ...drawing(config, behaviour, pictures)];
  const open = SESSION_OPTIONS.filter((name) => client[name].value.kind !== 'known').map((name) =>
    code(name),
  );
  const shown = sentences.slice(0, MAX_LIFETIMES).map((sentence) => `- ${sentence}`);
  const more = sentences.length > shown.length ? [`- … (${sentences.length - shown.length} more)`] : [];
  return [
    `When the session ends depends on which value of ${joined(open, 'and')} is used:`,
    [...shown, ...more].join('\n'),
  ];
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

function undecided(client: ClientModel, open: readonly SessionOption[]): string {
  const values = open.flatMap((name) => alternatives(client[name].value));
  const deciding = [...new Set(values.filter(({ kind }) => kind === 'unknown').map(source))];
  if (deciding.length > 0)
    return `When the session ends is decided at run time, by ${joined(deciding, 'and')}.`;
  const names = joined(
    open.map((name) => code(name)),
    'and',
  );
  return `When the session ends depends on which value of ${names} is used.`;
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
