/** The signs of events: told apart by their form, so that nothing depends on colour. */
import type { Shape } from './chartShapes';
import type { EventKind, SimulatedEvent, Simulation } from './types';

/** What a user can place on the axis, in the order in which it is offered. */
export const PLACED_KINDS = ['visit', 'read', 'save', 'logout', 'close', 'revoke'] as const;

export type PlacedKind = (typeof PLACED_KINDS)[number];

/** Reasons of a period's end that one event is the cause of. */
const CAUSES = { logout: 'logout', close: 'browser-closed', revoke: 'revoked' } as const;

/** No requests of a user: closing the browser, deleting a record. */
export function isRequest(kind: EventKind): boolean {
  return kind !== 'close' && kind !== 'revoke';
}

/** True for an event that ended the session it found: a logout, a closed browser, a deleted record. */
export function endsSession({ at, kind, alive }: SimulatedEvent, { periods }: Simulation): boolean {
  if (!alive || (kind !== 'logout' && kind !== 'close' && kind !== 'revoke')) return false;
  // The clock of a simulation has a fraction of half a second.
  const second = Math.round(at);
  return periods.some(({ to, reason }) => to === second && reason === CAUSES[kind]);
}

/**
 * One sign around a point. `radius` is that of a visit's circle; the others look equally large. A square, a window and a
 * hexagon leave room for the cross of an end inside.
 */
export function markShape(kind: EventKind, name: string, x: number, y: number, radius: number): Shape {
  const path = (d: string): Shape => ({ tag: 'path', attributes: { class: name, d } });
  const n = (factor: number) => Math.round(radius * factor * 10) / 10;
  switch (kind) {
    case 'read':
      return path(`M${x} ${y - n(1.15)}l${n(1.2)} ${n(2.05)}h-${n(2.4)}z`);
    case 'save':
      return path(`M${x} ${y - n(1.3)}l${n(1.3)} ${n(1.3)}l-${n(1.3)} ${n(1.3)}l-${n(1.3)}-${n(1.3)}z`);
    case 'logout':
      return path(`M${x - n(1)} ${y - n(1)}h${n(2)}v${n(2)}h-${n(2)}z`);
    case 'close':
      return path(`M${x - n(1.3)} ${y - n(1.1)}h${n(2.6)}v${n(2.2)}h-${n(2.6)}zm0 ${n(0.7)}h${n(2.6)}`);
    case 'revoke':
      return path(
        `M${x - n(0.65)} ${y - n(1.15)}h${n(1.3)}l${n(0.65)} ${n(1.15)}l-${n(0.65)} ${n(1.15)}h-${n(1.3)}l-${n(0.65)}-${n(1.15)}z`,
      );
    default:
      return { tag: 'circle', attributes: { class: name, cx: x, cy: y, r: radius } };
  }
}
