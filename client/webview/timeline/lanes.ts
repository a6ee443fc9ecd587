/** From the server's lanes and the user's choices to what is drawn. */
import { lifeOf, type Life } from '../../../shared/session/chart';
import { resolveBehaviour, type Behaviour } from '../../../shared/session/behaviour';
import { parseDuration } from '../../../shared/session/duration';
import type { SessionConfig } from '../../../shared/session/types';
import { fromWire } from '../../../shared/session/wire';
import type { PanelLane } from '../../../shared/webview/timeline';
import { pairsOf } from './before';
import type { ViewState } from './state';

export interface DrawnLane {
  /** Of the drawing, not of the lane: before and after are two. */
  key: string;
  title: string;
  /** `before my edit`, `what if`, `2 of 3 possible values`; empty when there is nothing to tell. */
  badge: string;
  /** The lane in the code; undefined for a typed configuration. */
  lane: PanelLane | undefined;
  config: SessionConfig;
  behaviour: Behaviour;
  /** Seconds after each login, as typed: what the ID token says. Undefined for nothing. */
  idp: number | undefined;
  life: Life;
  /** Key of the lane this one is compared with. */
  comparedWith: string | undefined;
}

export interface Lanes {
  all: readonly PanelLane[];
  pinned: readonly PanelLane[] | null;
}

export const WHAT_IF = 'what-if';
export const BEFORE = 'before';

/** The lanes in the order they are drawn, at least the typed configuration when there is no client. */
export function drawnLanes({ all, pinned }: Lanes, state: ViewState): DrawnLane[] {
  const chosen = all.filter(({ client }) => client === state.show);
  const shown = chosen.length > 0 ? chosen : all;
  const lanes = shown.map((lane) => fromLane(lane, state, badgeOf(lane, all)));
  if (state.compare === BEFORE && pinned) {
    const { before, removed } = pairsOf(all, pinned);
    const drawnBefore = lanes.flatMap((lane) => withBefore(lane, lane.lane && before.get(lane.lane), state));
    const gone = removed.filter(({ client }) => chosen.length === 0 || client === state.show);
    const both = [
      ...drawnBefore,
      ...gone.map((lane) => ({ ...fromLane(lane, state, 'removed'), key: `before:removed:${lane.id}` })),
    ];
    if (both.length > 0) return both;
  }
  if (all.length === 0 || state.compare === WHAT_IF) lanes.push(whatIfLane(state, lanes.at(0)));
  const other = all.find(({ id }) => id === state.compare);
  if (other && !shown.includes(other)) lanes.push(fromLane(other, state, badgeOf(other, all)));
  const compared = lanes.find(({ key }) => key === (state.compare === WHAT_IF ? WHAT_IF : other?.id));
  for (const lane of lanes) if (compared && lane !== compared) lane.comparedWith = compared.key;
  return lanes;
}

/** Undefined for nothing typed, which takes the default; null for what is no duration. */
export function durationOf(text: string): number | undefined | null {
  return text.trim() === '' ? undefined : (parseDuration(text) ?? null);
}

function withBefore(lane: DrawnLane, before: PanelLane | undefined, state: ViewState): DrawnLane[] {
  if (!before) return [{ ...lane, badge: 'new' }];
  if (JSON.stringify([before.config, before.sdk]) === JSON.stringify([lane.lane?.config, lane.lane?.sdk])) {
    return [{ ...lane, badge: 'unchanged so far' }];
  }
  const key = `before:${lane.key}`;
  const old = { ...fromLane(before, state, 'before my edit'), key, comparedWith: lane.key };
  return [old, { ...lane, badge: 'now' }];
}

function fromLane(lane: PanelLane, state: ViewState, badge: string): DrawnLane {
  const config = fromWire(lane.config);
  return drawn(lane.id, lane.name, badge, config, resolveBehaviour(lane.sdk), state, lane);
}

function whatIfLane(state: ViewState, like: DrawnLane | undefined): DrawnLane {
  const { absolute, inactivity, rolling, cookie, sdk } = state.whatIf;
  const config: SessionConfig = {
    rolling,
    transient: cookie === 'transient',
    stateful: cookie === 'store',
  };
  const [absoluteDuration, inactivityDuration] = [durationOf(absolute), durationOf(inactivity)];
  if (typeof absoluteDuration === 'number') config.absoluteDuration = absoluteDuration;
  if (typeof inactivityDuration === 'number') config.inactivityDuration = inactivityDuration;
  const behaviour = sdk === '' && like ? like.behaviour : resolveBehaviour(sdk === '' ? null : sdk);
  return drawn(WHAT_IF, 'What if', '', config, behaviour, state, undefined);
}

function drawn(
  key: string,
  title: string,
  badge: string,
  config: SessionConfig,
  behaviour: Behaviour,
  state: ViewState,
  lane: PanelLane | undefined,
): DrawnLane {
  const visits = state.visits ?? [];
  const idp = durationOf(state.idp) ?? undefined;
  const life = lifeOf(config, visits, behaviour, {
    logsInAgain: state.again,
    ...(idp === undefined ? {} : { idpSessionExpiry: idp }),
  });
  return { key, title, badge, lane, config, behaviour, idp, life, comparedWith: undefined };
}

function badgeOf(lane: PanelLane, all: readonly PanelLane[]): string {
  const siblings = all.filter(({ client }) => client === lane.client);
  return siblings.length > 1 ? `${siblings.indexOf(lane) + 1} of ${siblings.length} possible values` : '';
}
