/** The fields of the typed configuration. */
import { resolveBehaviour, NEWEST_KNOWN, NEWEST_V3 } from '../../../shared/session/behaviour';
import { formatDurationShort } from '../../../shared/session/duration';
import { PRESETS } from '../../../shared/session/presets';
import { fromWire } from '../../../shared/session/wire';
import { h } from '../common/dom';
import type { App } from './app';
import { durationOf } from './lanes';
import { COOKIES, type WhatIf } from './state';
import { checkbox, labelled, setChoices, setValue, type Part } from './ui';

/** The first release of each behaviour that people meet. */
const VERSIONS = [NEWEST_KNOWN, '4.17.0', '4.16.1', '4.9.0', '4.5.0', '4.0.0', NEWEST_V3];

const KEPT: Record<WhatIf['cookie'], string> = {
  lasting: 'a cookie',
  transient: 'a transient cookie',
  store: 'a session store',
};

export function whatIf(app: App): Part {
  const change = (values: Partial<WhatIf>) => app.update({ whatIf: { ...app.state.whatIf, ...values } });
  const field = (name: 'absolute' | 'inactivity') => {
    const input = h('input', {
      type: 'text',
      size: 5,
      spellcheck: 'false',
      'aria-describedby': 'what-if-problem',
    });
    input.addEventListener('input', () => change({ [name]: input.value }));
    return input;
  };
  const [absolute, inactivity] = [field('absolute'), field('inactivity')];
  const rolling = checkbox('Rolling', (checked) => change({ rolling: checked }));
  const cookie = h('select', {});
  cookie.addEventListener('change', () => {
    change({ cookie: COOKIES.find((each) => each === cookie.value) ?? 'lasting' });
  });
  const sdk = h('select', {});
  sdk.addEventListener('change', () => change({ sdk: sdk.value }));
  const start = h('select', {});
  start.addEventListener('change', () => {
    const values = starts(app).find(({ value }) => value === start.value)?.values;
    start.value = '';
    if (values) change(values);
  });
  const problem = h('span', { class: 'problem', id: 'what-if-problem', role: 'status' });
  const element = h(
    'div',
    { class: 'row what-if', role: 'group', 'aria-label': 'What if' },
    labelled('Idle', inactivity),
    labelled('Absolute', absolute),
    rolling.element,
    labelled('Kept in', cookie),
    labelled('SDK', sdk),
    labelled('Start from', start),
    problem,
  );

  return {
    element,
    render() {
      const { whatIf: values, show } = app.state;
      const like = app.lanes.all.find(({ client }) => client === show) ?? app.lanes.all[0];
      const version = values.sdk === '' ? (like?.sdk ?? null) : values.sdk;
      const { defaults } = resolveBehaviour(version);
      fill(absolute, values.absolute, defaults.absoluteDuration);
      fill(inactivity, values.inactivity, defaults.inactivityDuration);
      inactivity.disabled = !values.rolling;
      rolling.input.checked = values.rolling;
      setChoices(
        cookie,
        COOKIES.map((value) => ({ value, label: KEPT[value] })),
        values.cookie,
      );
      const own = like?.sdk ? `as installed, ${like.sdk}` : 'newest';
      setChoices(
        sdk,
        [{ value: '', label: own }, ...VERSIONS.map((each) => ({ value: each, label: each }))],
        values.sdk,
      );
      setChoices(start, [{ value: '', label: 'Choose…' }, ...starts(app)], '');
      const bad = [values.absolute, values.inactivity].find((text) => durationOf(text) === null);
      problem.textContent = bad === undefined ? '' : `“${bad}” is no duration: write 15m, 12h, 7d`;
    },
  };
}

function fill(input: HTMLInputElement, text: string, fallback: number): void {
  setValue(input, text);
  input.placeholder = formatDurationShort(fallback);
  input.setAttribute('aria-invalid', String(durationOf(text) === null));
}

interface Start {
  value: string;
  label: string;
  values: Partial<WhatIf>;
}

/** The clients' values and the documented ones, as a beginning. */
function starts({ lanes }: App): Start[] {
  const text = (seconds: unknown) => (typeof seconds === 'number' ? `${seconds}s` : '');
  const nice = (seconds: unknown) => {
    const short = typeof seconds === 'number' ? formatDurationShort(seconds) : '';
    return /^(\d+[dhms])+$/.test(short) ? short : text(seconds);
  };
  const clients = lanes.all.map((lane): Start => {
    const { absoluteDuration, inactivityDuration, rolling, transient, stateful } = fromWire(lane.config);
    const values: Partial<WhatIf> = {
      absolute: nice(absoluteDuration),
      inactivity: nice(inactivityDuration),
      rolling: rolling === undefined || Boolean(rolling),
      cookie: stateful ? 'store' : transient ? 'transient' : 'lasting',
    };
    return { value: lane.id, label: `${lane.name}, ${lane.where}`, values };
  });
  const presets = PRESETS.map(({ id, title, config }): Start => {
    const values = {
      absolute: nice(config.absoluteDuration),
      inactivity: nice(config.inactivityDuration),
      rolling: true,
    };
    return { value: id, label: title, values };
  });
  return [...clients, ...presets];
}
