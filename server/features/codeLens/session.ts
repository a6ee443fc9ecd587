/** Above each client: when its session ends, in half a line. */
import ts from 'typescript';
import { resolveBehaviour, sdkText, type Behaviour } from '../../../shared/session/behaviour';
import { describeLifetime, plausible } from '../../../shared/session/describe';
import { hookOf, simulate, type SessionConfig } from '../../../shared/session/lifetime';
import { latestEnd } from '../../../shared/session/questions';
import type { RawValue } from '../../../shared/session/rawValues';
import type { Span } from '../../../shared/text';
import { laneId } from '../../app/lanes';
import { isComplete, keepsSessions, possibleConfigs, type PossibleConfigs } from '../../app/possibleConfigs';
import type { AppModel, ClientModel } from '../../model';
import { joined, shortDuration } from '../words';
import type { Lens } from './lens';

/** One lens on the `session` property, or on `new Auth0Client` where it is not written in that file. */
export function sessionLenses(app: AppModel, file: string): Lens[] {
  const behaviour = resolveBehaviour(app.project.sdk.version);
  const clients = app.clients.filter((client) => client.file === file && keepsSessions(app, client));
  const spans = clients.map(anchor);
  return clients.map((client, i) => {
    const span = spans[i] as Span;
    const isShared = spans.filter(({ start }) => start === span.start).length > 1;
    const possible = possibleConfigs(app, client);
    const { title, tooltip } = lifetimeInShort(client, possible, behaviour);
    const known = title + remarks(possible, behaviour);
    return {
      span,
      title: isShared ? `${client.name} ${known}` : known,
      tooltip,
      action: {
        command: 'sessionLens.previewTimeline',
        argument: { lane: laneId(app, client) },
        label: 'preview',
      },
    };
  });
}

/** The name of the `session` property, or `new Auth0Client` where it is not written in that file. */
export function anchor({ sessionNode, node, file }: ClientModel): Span {
  const name = sessionNode && ts.isObjectLiteralElementLike(sessionNode) ? sessionNode.name : undefined;
  const target = name?.getSourceFile().fileName === file ? name : node;
  return { start: target.getStart(), end: target === node ? node.expression.getEnd() : target.getEnd() };
}

/** Under which assumptions it holds: ` (in production)`. */
function remarks({ isProduction }: PossibleConfigs, { version }: Behaviour): string {
  const all = [...(isProduction ? ['in production'] : []), ...(version === null ? [sdkText(null)] : [])];
  return all.length > 0 ? ` (${all.join(', ')})` : '';
}

interface Short {
  title: string;
  tooltip: string;
}

/** `ends after 1 d idle, 3 d at most`, and the same in sentences. */
function lifetimeInShort(client: ClientModel, possible: PossibleConfigs, behaviour: Behaviour): Short {
  const configs = possible.configs.filter(isComplete);
  if (configs.length === 0) return undecided(client, possible);
  const sentences = [...new Set(configs.map((config) => describeLifetime(config, { behaviour })))];
  const open = possible.unknown.length > 0;
  const more = possible.isCut ? ['Or otherwise: the code allows more configurations.'] : [];
  const rest = open ? [decidedBy(client, possible)] : [];
  return {
    title: titleOf(configs, possible, behaviour) + (open ? `, unless decided otherwise${by(possible)}` : ''),
    tooltip: [sentences.join(' Or: '), ...more, ...rest].join(' '),
  };
}

function titleOf(
  configs: readonly SessionConfig[],
  { isCut }: PossibleConfigs,
  behaviour: Behaviour,
): string {
  if (isCut) return `ends in one of more than ${configs.length} ways`;
  const endings = configs.map((config) => endingOf(config, behaviour));
  const forms = [...new Set(endings.map(({ form }) => form))];
  if (forms.length > 2) return `ends in one of ${forms.length} ways`;
  return forms.map((form) => filled(endings.filter((ending) => ending.form === form))).join(', or ');
}

interface Ending {
  /** With `%` for each duration. */
  form: string;
  /** Seconds. */
  durations: number[];
}

function endingOf(config: SessionConfig, behaviour: Behaviour): Ending {
  const { endsAt, endReason, rolling } = simulate(config, [], behaviour);
  if (endReason === 'error') return { form: 'nobody can sign in', durations: [] };
  if (endReason === 'never-established') return { form: 'nobody can stay signed in', durations: [] };
  const idle = plausible(endsAt);
  if (idle === null) return { form: 'ends when the browser is closed', durations: [] };
  const { form, durations } = limits(idle, rolling, config, behaviour);
  const isTransient = config.transient && !config.stateful && behaviour.transient;
  return { form: isTransient ? `${form}, or with the browser` : form, durations };
}

function limits(idle: number, rolling: boolean, config: SessionConfig, behaviour: Behaviour): Ending {
  const { seconds, restartedBy } = latestEnd(config, behaviour);
  const latest = plausible(seconds);
  const saved = 'ends % after login or the last save';
  if (restartedBy === 'saves') return { form: saved, durations: [idle] };
  if (latest !== null && (!rolling || latest <= idle))
    return { form: 'ends % after login', durations: [latest] };
  const hook = hookOf(config, behaviour);
  const [start, end] = latest === null ? [', without another limit', []] : [', % at most', [latest]];
  const first = hook === 'never' ? `never rolls: ${saved}` : 'ends after % idle';
  const last = hook === 'decides' ? ', if beforeSessionRolled lets it roll' : '';
  return { form: first + start + last, durations: [idle, ...end] };
}

/** Endings of one form: `ends after 1 h or 2 h idle, 1 d at most`. */
function filled(endings: readonly Ending[]): string {
  let place = 0;
  return (endings[0]?.form ?? '').replace(/%/g, () => {
    const seconds = endings.map(({ durations }) => durations[place] ?? 0);
    place++;
    const distinct = [...new Set(seconds)].sort((a, b) => a - b);
    const all = distinct.map(shortDuration);
    return all.length > 3 ? `${all[0]} to ${all.at(-1)}` : joined(all, 'or');
  });
}

/** ` by ABS and IDLE`, or ` at run time` where no variable decides. */
function by({ variables }: PossibleConfigs): string {
  return variables.length > 0 ? ` by ${joined(variables, 'and')}` : ' at run time';
}

function decidedBy(client: ClientModel, possible: PossibleConfigs): string {
  return `${joined(possible.unknown, 'and')} of ${client.name}: decided${by(possible)}.`;
}

/** One limit that is known holds whatever the other one turns out to be. */
function undecided(client: ClientModel, possible: PossibleConfigs): Short {
  const tooltip = decidedBy(client, possible);
  const [config = {}, ...others] = possible.configs;
  const isOnly = others.length === 0 && possible.unknown.length === 1 && Boolean(config.rolling);
  const limit = (value: RawValue): string | undefined =>
    isOnly && typeof value === 'number' && value > 0 && Number.isFinite(value)
      ? shortDuration(value)
      : undefined;
  const [idle, absolute] = [limit(config.inactivityDuration), limit(config.absoluteDuration)];
  if (idle !== undefined) {
    return { title: `ends after ${idle} idle at most, absolute limit set${by(possible)}`, tooltip };
  }
  if (absolute !== undefined) {
    return { title: `ends ${absolute} after login at most, idle limit set${by(possible)}`, tooltip };
  }
  return { title: `its end is decided${by(possible)}`, tooltip };
}
