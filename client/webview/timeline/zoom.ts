/** Which part of the axis is seen. */
import { horizonOf, linearScale, roundStep, type Scale } from '../../../shared/session/chart';
import type { App } from './app';

/** Room left and right of a track, for the markers at its edges. Pixels. */
export const EDGE = 14;

/** Least distance between two labels of the axis. Pixels. */
export const TICK_ROOM = 54;

const SHORTEST = 60;
const LONGEST = 400 * 365 * 86_400;

export interface Window {
  from: number;
  to: number;
}

/** Everything, and a little air on the right. */
export function fitting({ drawn }: App): Window {
  return { from: 0, to: horizonOf(drawn.map(({ life }) => life)) * 1.03 };
}

export function windowOf(app: App): Window {
  return app.state.window ?? fitting(app);
}

export function scaleOf({ from, to }: Window, clientWidth: number): Scale {
  return linearScale(from, to, Math.max(50, clientWidth - 2 * EDGE));
}

/** `factor` above 1 shows more; `centre` stays where it is. */
export function zoomed({ from, to }: Window, factor: number, centre: number): Window {
  const span = Math.max(SHORTEST, Math.min(LONGEST, (to - from) * factor));
  const share = (centre - from) / (to - from);
  return moved({ from: centre - share * span, to: centre + (1 - share) * span }, 0);
}

/** Never before the login. */
export function moved({ from, to }: Window, by: number): Window {
  const start = Math.max(0, from + by);
  return { from: start, to: start + (to - from) };
}

/** Round moments: as fine as two pixels or so, and as coarse as a tick. */
export function stepsOf(scale: Scale): { fine: number; coarse: number } {
  const perPixel = (scale.to - scale.from) / scale.width;
  return { fine: roundStep(perPixel * 3), coarse: roundStep(perPixel * 40) };
}

export function snapped(at: number, step: number): number {
  return Math.max(0, Math.round(at / step) * step);
}
