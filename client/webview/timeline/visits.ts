/** Ready-made habits of visitors. Seconds since login. */
import { roundStep } from '../../../shared/session/chart';
import { DOCUMENTED_EXAMPLE_DAYS } from '../../../shared/session/presets';

const DAY = 86_400;
const LONGEST = 60 * DAY;

export interface Habit {
  id: string;
  title: string;
  hint: string;
  /** Of a session with this longest gap and this latest end, both null where nothing limits them. */
  visits(gap: number | null, latest: number | null): number[];
}

export const HABITS: readonly Habit[] = [
  {
    id: 'daily',
    title: 'Daily',
    hint: 'A visit every day',
    visits: (_gap, latest) => days(latest, () => true),
  },
  {
    id: 'weekdays',
    title: 'Weekdays',
    hint: 'A visit from Monday to Friday; the login is on a Monday',
    visits: (_gap, latest) => days(latest, (day) => day % 7 < 5),
  },
  {
    id: 'every-5-days',
    title: 'Every 5 days',
    hint: 'A visit on day 5, 10, 15…',
    visits: (_gap, latest) => days(latest, (day) => day % 5 === 0),
  },
  {
    id: 'long-gap',
    title: 'One long gap',
    hint: 'Regular visits, then nobody comes for too long',
    visits: longGap,
  },
  {
    id: 'documented',
    title: 'Documented example',
    hint: 'The visits of the example in the documentation of the SDK: day 5, 10, 25 and 30',
    visits: () => DOCUMENTED_EXAMPLE_DAYS.filter((day) => day > 0).map((day) => day * DAY),
  },
  { id: 'none', title: 'None', hint: 'The user signs in and never comes back', visits: () => [] },
];

/** Up to the latest end and a little further; two weeks at least, two months at most. */
function days(latest: number | null, wanted: (day: number) => boolean): number[] {
  const until = Math.max(14 * DAY, Math.min(LONGEST, (latest ?? LONGEST) + 5 * DAY));
  const count = Math.floor(until / DAY);
  return Array.from({ length: count }, (_, index) => index + 1)
    .filter(wanted)
    .map((day) => day * DAY);
}

/** Two visits in time, then one after one and a half times the longest gap, and another. */
function longGap(gap: number | null, latest: number | null): number[] {
  const idle = gap === null || gap <= 0 ? DAY : gap;
  // Where the absolute limit comes first the gap has to begin early enough to be seen.
  const pace = Math.min(idle, latest === null || latest <= 0 ? idle : Math.max(latest / 3, 60));
  const step = roundStep(pace / 4);
  const last = 4 * step;
  const back = last + Math.ceil((idle * 1.5) / step) * step;
  return [2 * step, last, back, back + 2 * step];
}
