import { Option } from 'commander';
import { resolveBehaviour, sdkText, type Behaviour } from '../../shared/session/behaviour';
import { endsSession } from '../../shared/session/chartMarks';
import { describeLifetime } from '../../shared/session/describe';
import { formatDuration, formatDurationShort } from '../../shared/session/duration';
import {
  hookOf,
  simulate,
  type EventKind,
  type SessionConfig,
  type SessionEvent,
  type SimulatedEvent,
  type Simulation,
} from '../../shared/session/lifetime';
import type { RawValue } from '../../shared/session/rawValues';
import { textTimeline } from '../../shared/session/textTimeline';
import { lineStarts, positionAt } from '../../shared/text';
import type { PossibleConfigs } from '../app/possibleConfigs';
import { joined } from '../features/words';
import type { ClientModel } from '../model';
import { visible } from './columns';
import { colorsFor, UsageError, type Colors, type ExitCode, type Io } from './io';
import { toDuration, toDurations, toVersion } from './optionValues';
import { relativeTo, resolveDirectories } from './paths';
import type { Cli } from './program';
import { uncheckedApps } from './unchecked';

interface TimelineOptions {
  absolute?: number;
  inactivity?: number;
  /** Commander's name for `--no-rolling`: true unless it is given. */
  rolling: boolean;
  visits: number[];
  save: number[];
  read: number[];
  logout: number[];
  close: number[];
  revoke: number[];
  sdk?: string;
  format: 'text' | 'json';
}

/** One session configuration to play, and where it was found. */
interface Subject {
  /** Absolute POSIX path; null for a configuration given as options. */
  file: string | null;
  line: number | null;
  name: string | null;
  config: SessionConfig;
  behaviour: Behaviour;
  hasStore: ClientModel['hasStore'];
  /** `NODE_ENV` chose: these are the values of production. */
  isProduction: boolean;
}

/** The documented output of `timeline --format json`. Times are seconds since login. */
export interface TimelineJson {
  version: 1;
  configs: {
    /** POSIX path relative to the directory, null for a configuration given as options. */
    file: string | null;
    line: number | null;
    rolling: boolean;
    /** Seconds; what is written when it is no finite number (a text, `null`, `"Infinity"`). */
    absoluteDuration: RawValue;
    inactivityDuration: RawValue;
    /** Closing the browser ends the session. */
    transient: boolean;
    /** Is the session kept in a store? Null where the code does not tell; the events are those of a cookie then. */
    store: boolean | null;
    /** What `beforeSessionRolled` does; null where it changes nothing. */
    hook: 'decides' | 'never' | null;
    /** `NODE_ENV` chose: these are the values of production. */
    inProduction: boolean;
    events: { at: number; kind: string; alive: boolean; expiresAt: number | null }[];
    /** Null when only closing the browser ends the session. */
    endsAt: number | null;
    endReason: string;
  }[];
}

/** Columns of the drawing where a terminal does not set a smaller width. */
const WIDTH = 76;

export function registerTimeline({ program, io, exit }: Cli): void {
  program
    .command('timeline')
    .summary('show when a session ends, and why')
    .description(
      'Plays the life of a session as the SDK computes it: for every client of the app in a directory\n(default: the current one), or for the durations given as options.',
    )
    .argument('[dir]', 'directory of the app')
    .option('--absolute <duration>', 'absoluteDuration instead of an app', toDuration)
    .option('--inactivity <duration>', 'inactivityDuration instead of an app', toDuration)
    .option('--no-rolling', 'a session that does not roll, instead of an app')
    .option('--visits <durations>', 'requests at these times after login, such as 5d,10d', toDurations, [])
    .option('--save <durations>', 'updateSession or a token refresh at these times', toDurations, [])
    .option(
      '--read <durations>',
      'requests that only read the session, such as a poll of /auth/profile',
      toDurations,
      [],
    )
    .option('--logout <durations>', 'the user signs out', toDurations, [])
    .option('--close <durations>', 'the browser is closed', toDurations, [])
    .option('--revoke <durations>', 'the record of a session in a store is deleted', toDurations, [])
    .option('--sdk <version>', 'behave like this version of the SDK', toVersion)
    .addOption(new Option('--format <format>', 'how to print').choices(['text', 'json']).default('text'))
    .addHelpText(
      'after',
      '\nDurations: 90s, 15m, 2h, 7d, or plain seconds.\n\nExample: session-lens timeline --absolute 30d --inactivity 7d --visits 5d,10d,25d,30d',
    )
    .action(async (dir: string | undefined, options: TimelineOptions) =>
      exit(await timeline(dir, options, io)),
    );
}

async function timeline(dir: string | undefined, options: TimelineOptions, io: Io): Promise<ExitCode> {
  const given = options.absolute !== undefined || options.inactivity !== undefined || !options.rolling;
  if (given && dir !== undefined) {
    throw new UsageError('give a directory, or a configuration with --absolute, --inactivity, --no-rolling');
  }
  const [root = io.cwd] = given ? [] : resolveDirectories(dir === undefined ? [] : [dir], io.cwd);
  const subjects = given ? [fromOptions(options)] : await fromApps(root, options, io);
  const events = [
    ...options.visits.map(at('visit')),
    ...(['save', 'read', 'logout', 'close', 'revoke'] as const).flatMap((kind) =>
      options[kind].map(at(kind)),
    ),
  ];
  if (options.format === 'json') io.stdout.write(toJson(subjects, events, root));
  else io.stdout.write(toText(subjects, events, io));
  return 0;
}

function at(kind: EventKind) {
  return (seconds: number): SessionEvent => ({ at: seconds, kind });
}

function fromOptions({ rolling, absolute, inactivity, sdk }: TimelineOptions): Subject {
  const config = { rolling, absoluteDuration: absolute, inactivityDuration: inactivity };
  const behaviour = resolveBehaviour(sdk ?? null);
  return { file: null, line: null, name: null, config, behaviour, hasStore: false, isProduction: false };
}

async function fromApps(root: string, { sdk }: TimelineOptions, io: Io): Promise<Subject[]> {
  // Loaded here: a configuration given as options needs no engine and no parser.
  const [{ createEngine }, { nodeHost }, { isComplete, possibleConfigs }] = await Promise.all([
    import('../engine'),
    import('../project/nodeHost'),
    import('../app/possibleConfigs'),
  ]);
  const warn = (line: string) => io.stderr.write(`session-lens: ${visible(line)}\n`);
  const { apps } = await createEngine({ host: nodeHost(), roots: [root], log: warn }).analyze();
  const clients = apps.flatMap((app) => app.clients.map((client) => ({ app, client })));
  const unchecked = uncheckedApps(apps, io.cwd);
  for (const line of unchecked) warn(line);
  if (clients.length === 0 && unchecked.length === 0)
    warn(`no client of @auth0/nextjs-auth0 found in ${relativeTo(io.cwd, root)}`);
  return clients.flatMap(({ app, client }) => {
    const possible = possibleConfigs(app, client);
    const configs = possible.configs.filter(isComplete);
    const { text } = client.module;
    const line = positionAt(lineStarts(text), client.node.getStart()).line + 1;
    const place = `${relativeTo(io.cwd, client.file)}:${line}`;
    for (const remark of remarksOn(possible, configs.length)) warn(`${place}: ${client.name}: ${remark}`);
    const behaviour = resolveBehaviour(sdk ?? app.project.sdk.version);
    const { isProduction } = possible;
    const { file, name, hasStore } = client;
    return configs.map((config) => ({ file, line, name, config, behaviour, hasStore, isProduction }));
  });
}

/** What the timelines of a client do not show. */
function remarksOn({ configs, unknown, variables, isCut }: PossibleConfigs, shown: number): string[] {
  if (configs.length === 0) return ['with enterpriseConnect the SDK keeps no session: nothing to show'];
  const remarks = isCut ? [`more configurations are possible than the ${shown} shown`] : [];
  if (unknown.length === 0) return remarks;
  const by = variables.length > 0 ? `, by ${joined(variables, 'and')}` : '';
  const what = `${joined(unknown, 'and')} ${unknown.length > 1 ? 'are' : 'is'} decided at run time${by}`;
  return [...remarks, `${what}: ${shown > 0 ? 'only what the code names is shown' : 'not shown'}`];
}

function toJson(subjects: readonly Subject[], events: readonly SessionEvent[], root: string): string {
  const configs = subjects.map((subject) => {
    const { file, line, config, behaviour } = subject;
    const life = simulate(config, events, behaviour);
    return {
      file: file === null ? null : relativeTo(root, file),
      line,
      rolling: life.rolling,
      absoluteDuration: jsonValue(life.absoluteDuration),
      inactivityDuration: jsonValue(life.inactivityDuration),
      ...traitsOf(subject),
      events: life.events.map((e) => ({ at: e.at, kind: e.kind, alive: e.alive, expiresAt: e.expiresAt })),
      endsAt: life.endsAt,
      endReason: life.endReason,
    };
  });
  const json: TimelineJson = { version: 1, configs };
  return `${JSON.stringify(json, null, 2)}\n`;
}

/** What tells configurations of the same durations apart. */
function traitsOf({ config, behaviour, hasStore, isProduction }: Subject) {
  return {
    transient: Boolean(config.transient) && !config.stateful && behaviour.transient,
    store: hasStore === 'unknown' ? null : hasStore,
    hook: hookOf(config, behaviour) ?? null,
    inProduction: isProduction,
  };
}

/** JSON has no NaN and no Infinity: they would silently become null, which is another configuration. */
function jsonValue(value: RawValue): RawValue {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : (value ?? null);
}

function toText(subjects: readonly Subject[], events: readonly SessionEvent[], io: Io): string {
  const colors = colorsFor(io.stdout, io.env);
  return subjects.map((subject) => block(subject, events, io, colors)).join('\n');
}

function block(subject: Subject, events: readonly SessionEvent[], io: Io, colors: Colors): string {
  const { config, behaviour } = subject;
  const width = Math.min(WIDTH, io.stdout.columns ?? WIDTH);
  const drawing = textTimeline(config, { behaviour, width, ...(events.length > 0 && { events }) });
  const life = simulate(config, events, behaviour);
  const parts = [
    `${title(subject, io, colors)}\n${options(subject, life)}`,
    drawing,
    ...(events.length > 0 ? [table(life, colors)] : []),
    describeLifetime(config, { behaviour }),
  ];
  return `${parts.join('\n\n')}\n`;
}

function title({ file, line, name, behaviour }: Subject, io: Io, colors: Colors): string {
  const sdk = sdkText(behaviour.version);
  if (file === null) return colors.dim(sdk);
  const place = `${colors.cyan(visible(relativeTo(io.cwd, file)))}:${line}`;
  return `${place} ${colors.bold(visible(name ?? ''))} ${colors.dim(`· ${sdk}`)}`;
}

function options(subject: Subject, life: Simulation): string {
  const { rolling, absoluteDuration, inactivityDuration } = life;
  const { transient, store, hook, inProduction } = traitsOf(subject);
  return [
    rolling ? `rolling${hook ? HOOKS[hook] : ''}` : 'not rolling',
    ...(rolling ? [`inactivityDuration ${duration(inactivityDuration)}`] : []),
    `absoluteDuration ${duration(absoluteDuration)}${inProduction ? ' (in production)' : ''}`,
    ...(transient ? ['transient'] : []),
    ...(store ? ['in a store'] : []),
  ].join(', ');
}

const HOOKS = {
  decides: ' where beforeSessionRolled lets it',
  never: ', but never by requests (beforeSessionRolled)',
} as const;

function duration(value: RawValue): string {
  return typeof value === 'number' ? formatDuration(value) : visible(JSON.stringify(value) ?? 'undefined');
}

function table(life: Simulation, colors: Colors): string {
  const rows = life.events.map((event) => {
    const { at: time, kind, expiresAt, error } = event;
    const until = expiresAt === null ? '' : `ends at ${formatDurationShort(expiresAt)}`;
    const note = error === undefined ? until : colors.red(visible(error));
    return `  ${kind.padEnd(6)} ${formatDurationShort(time).padEnd(9)} ${state(event, life, colors)}  ${note}`.trimEnd();
  });
  return rows.join('\n');
}

function state(event: SimulatedEvent, life: Simulation, colors: Colors): string {
  if (!event.alive) return colors.red('no session');
  if (!endsSession(event, life)) return colors.green('signed in ');
  return colors.red(event.kind === 'logout' ? 'signed out' : 'session over');
}
