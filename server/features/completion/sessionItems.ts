/** Whole sessions, durations, and keys of a client's options. */
import { resolveBehaviour, type Behaviour } from '../../../shared/session/behaviour';
import { describeLifetime } from '../../../shared/session/describe';
import { formatDuration } from '../../../shared/session/duration';
import { PRESETS, type SessionPreset } from '../../../shared/session/presets';
import type { SessionConfig } from '../../../shared/session/types';
import type { SessionOption } from '../../app/clientConfigs';
import { possibleConfigs } from '../../app/possibleConfigs';
import type { AppModel, ClientModel } from '../../model';
import { isRolling } from '../../rules/support/session';
import { code, codeBlock } from '../markdown';
import { shortDuration } from '../words';
import { optionKeys } from './optionKeys';
import type { Completion, KeySite, ValueSite } from './types';

/** Which object of the options the cursor is in. */
export type Role = 'options' | 'session' | 'cookie';

export interface Holder {
  app: AppModel;
  client: ClientModel;
  role: Role;
  /** Keys that spreads bring in; null when it is not known which. */
  inherited: readonly string[] | null;
}

type DurationName = 'absoluteDuration' | 'inactivityDuration';

/** Durations as they are usually written, shortest first. */
const DURATIONS = [
  { seconds: 900, source: '60 * 15' },
  { seconds: 1800, source: '60 * 30' },
  { seconds: 3600, source: '60 * 60' },
  { seconds: 28_800, source: '60 * 60 * 8' },
  { seconds: 43_200, source: '60 * 60 * 12' },
  { seconds: 86_400, source: '60 * 60 * 24' },
  { seconds: 259_200, source: '60 * 60 * 24 * 3' },
  { seconds: 604_800, source: '60 * 60 * 24 * 7' },
  { seconds: 1_209_600, source: '60 * 60 * 24 * 14' },
  { seconds: 2_592_000, source: '60 * 60 * 24 * 30' },
  { seconds: 7_776_000, source: '60 * 60 * 24 * 90' },
];

export function keyItems(holder: Holder, site: KeySite, newLine: string): Completion[] {
  return [...optionKeys(holder, site), ...presetsAtKey(holder, site, newLine)];
}

export function valueItems(holder: Holder, site: ValueSite, newLine: string): Completion[] {
  const { role, client } = holder;
  if (role === 'options' && site.key === 'session') return presetObjects(holder, site, newLine);
  if (role !== 'session') return [];
  // Without rolling nothing that could be offered has an effect.
  if (site.key === 'inactivityDuration' && isRolling(client) === false) return [];
  if (site.key === 'absoluteDuration' || site.key === 'inactivityDuration') {
    return durations(holder, site, site.key);
  }
  return [];
}

function durations({ app, client }: Holder, { span, after }: ValueSite, key: DurationName): Completion[] {
  const behaviour = behaviourOf(app);
  const config = restOf(app, client, key);
  const fallback = behaviour.defaults[key];
  return DURATIONS.map(({ seconds, source }, index) => {
    const misfit = misfitOf(client, key, seconds);
    const exact = seconds.toLocaleString('en');
    const remark = misfit?.remark ?? (seconds === fallback ? ' (the default)' : '');
    const life = config ? [describeLifetime({ ...config, [key]: seconds }, { behaviour })] : [];
    return {
      label: formatDuration(seconds),
      description: source + remark,
      documentation: [
        `${source} = ${exact} seconds`.replaceAll('*', '\\*'),
        ...(misfit ? [misfit.reason] : []),
        ...life,
      ].join('\n\n'),
      kind: 'duration' as const,
      span,
      newText: source + after,
      filterText: `${formatDuration(seconds)} ${source} ${seconds}`,
      sortText: `0${misfit ? 1 : 0}${String(index).padStart(2, '0')}`,
    };
  });
}

/** The other options, when they are certain: the one that is being written may be anything yet. */
function restOf(app: AppModel, client: ClientModel, key: SessionOption): SessionConfig | undefined {
  const { configs, unknown } = possibleConfigs(app, client);
  const rest = [...new Map(configs.map((c) => [JSON.stringify({ ...c, [key]: null }), c])).values()];
  return rest.length === 1 && unknown.every((name) => name === key) ? rest[0] : undefined;
}

/** Why the value makes no sense beside the other limit, when that is written. */
function misfitOf(
  client: ClientModel,
  key: DurationName,
  seconds: number,
): { remark: string; reason: string } | undefined {
  const other = key === 'absoluteDuration' ? 'inactivityDuration' : 'absoluteDuration';
  const { origin, value } = client[other];
  // Without rolling only the absolute limit is read.
  const rolls = client.rolling.value.kind === 'known' && client.rolling.value.value === true;
  if (!rolls || origin !== 'option') return undefined;
  if (value.kind !== 'known' || typeof value.value !== 'number') return undefined;
  const beside = `${code(other)}, which is ${formatDuration(value.value)}`;
  if (key === 'absoluteDuration') {
    return seconds > value.value ? undefined : { remark: ' (too short)', reason: `Not above ${beside}.` };
  }
  return seconds < value.value ? undefined : { remark: ' (too long)', reason: `Not below ${beside}.` };
}

function behaviourOf(app: AppModel): Behaviour {
  return resolveBehaviour(app.project.sdk.version);
}

type Property = readonly [name: string, value: string];

function presetsAtKey(holder: Holder, site: KeySite, newLine: string): Completion[] {
  const { role, client, inherited } = holder;
  if (site.open && inherited === null) return [];
  const has = (key: string): boolean => site.keys.includes(key) || (inherited ?? []).includes(key);
  if (role === 'options') {
    if (has('session')) return [];
    return PRESETS.map((preset, index) => {
      const text = block('session: {', properties(preset), '}', newLine);
      return presetItem(holder, preset, index, around([text], site, newLine));
    });
  }
  if (role !== 'session' || has('absoluteDuration') || has('inactivityDuration')) return [];
  const { value } = client.rolling;
  if (has('rolling') && !(value.kind === 'known' && value.value === true)) return [];
  return PRESETS.map((preset, index) => {
    const lines = properties(preset).filter(([name]) => !has(name));
    return presetItem(
      holder,
      preset,
      index,
      around(
        lines.map(([name, text]) => `${name}: ${text}`),
        site,
        newLine,
      ),
    );
  });
}

function presetObjects(holder: Holder, site: ValueSite, newLine: string): Completion[] {
  return PRESETS.map((preset, index) =>
    presetItem(holder, preset, index, {
      span: site.span,
      newText: block('{', properties(preset), '}', newLine) + site.after,
    }),
  );
}

function properties({ config, source }: SessionPreset): Property[] {
  return [
    ['rolling', String(config.rolling)],
    ['absoluteDuration', source.absoluteDuration],
    ['inactivityDuration', source.inactivityDuration],
  ];
}

function block(start: string, inner: readonly Property[], end: string, newLine: string): string {
  return [start, ...inner.map(([name, value]) => `\t${name}: ${value},`), end].join(newLine);
}

/** Properties at a key's place; `{ }` is opened up, so that they get lines of their own. */
function around(
  texts: readonly string[],
  site: KeySite,
  newLine: string,
): Pick<Completion, 'span' | 'newText'> {
  const { inside, layout, span, after } = site;
  if (layout === 'lines') return { span, newText: texts.join(`,${newLine}`) + after };
  if (layout === 'inline' && !inside) return { span, newText: texts.join(', ') + after };
  const lines = texts.map((text) => `${newLine}\t${text.replaceAll(newLine, `${newLine}\t`)},`).join('');
  return inside ? { span: inside, newText: lines + newLine } : { span, newText: lines };
}

/** `session preset: banking (1 h, idle 15 min)`. */
function presetItem(
  { app }: Holder,
  preset: SessionPreset,
  index: number,
  edit: Pick<Completion, 'span' | 'newText'>,
): Completion {
  const { absoluteDuration, inactivityDuration } = preset.config;
  const name = preset.id.replace('-', ' ');
  const behaviour = behaviourOf(app);
  return {
    ...edit,
    label: `session preset: ${name} (${shortDuration(absoluteDuration)}, idle ${shortDuration(inactivityDuration)})`,
    description: '',
    documentation: [
      preset.description,
      codeBlock(
        properties(preset)
          .map(([key, value]) => `${key}: ${value},`)
          .join('\n'),
        'ts',
      ),
      describeLifetime(preset.config, { behaviour }),
    ].join('\n\n'),
    kind: 'preset',
    snippet: asSnippet(edit.newText),
    filterText: `session preset: ${name}`,
    sortText: `14${index}`,
  };
}

/** With the durations as places to change one after the other. */
function asSnippet(text: string): string {
  let stop = 0;
  return text.replace(/(?<=Duration: )[\d* ]+/g, (value) => `\${${++stop}:${value}}`);
}
