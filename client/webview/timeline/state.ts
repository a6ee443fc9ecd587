/** What the panel shows. Only this survives hiding the panel: view settings and the visits, nothing of the code. */

/** A visit or a save the user placed; `id` lives as long as the page. */
export interface Visit {
  id: number;
  /** Seconds since login. */
  at: number;
  kind: 'visit' | 'save';
}

/** The configuration typed in the panel; empty durations take the default. */
export interface WhatIf {
  absolute: string;
  inactivity: string;
  rolling: boolean;
  /** Empty: the newest version the model knows. */
  sdk: string;
}

export interface ViewState {
  /** Null until somebody placed one or chose a preset. */
  visits: Visit[] | null;
  /** Part of the axis, seconds; null fits everything. */
  window: { from: number; to: number } | null;
  /** Client to show; empty for all. */
  show: string;
  /** `none`, `what-if`, `before`, or the id of a lane. */
  compare: string;
  whatIf: WhatIf;
  /** A user who finds no session signs in again at once. */
  again: boolean;
  /** Of the question about a regular visitor. */
  every: string;
  /** What a click adds. */
  adds: Visit['kind'];
}

export const MOST_VISITS = 200;

let nextId = 1;

export function newVisit(at: number, kind: Visit['kind']): Visit {
  return { id: nextId++, at, kind };
}

export function initialState(): ViewState {
  return {
    visits: null,
    window: null,
    show: '',
    compare: 'none',
    whatIf: { absolute: '30d', inactivity: '7d', rolling: true, sdk: '' },
    again: false,
    every: '5d',
    adds: 'visit',
  };
}

/** What goes into VS Code's storage. */
export function saved(state: ViewState): unknown {
  const visits = state.visits?.map(({ at, kind }) => ({ at, kind })) ?? null;
  return { ...state, visits };
}

/** Takes anything; what does not fit has its initial value. */
export function restored(raw: unknown): ViewState {
  const state = initialState();
  if (!isRecord(raw)) return state;
  const text = (value: unknown, otherwise: string) =>
    typeof value === 'string' && value.length < 1000 ? value : otherwise;
  const { whatIf, window, visits } = raw;
  return {
    visits: Array.isArray(visits) ? visits.flatMap(visitOf).slice(0, MOST_VISITS) : null,
    window: isRecord(window) ? windowOf(window.from, window.to) : null,
    show: text(raw.show, state.show),
    compare: text(raw.compare, state.compare),
    whatIf: isRecord(whatIf)
      ? {
          absolute: text(whatIf.absolute, ''),
          inactivity: text(whatIf.inactivity, ''),
          rolling: whatIf.rolling !== false,
          sdk: text(whatIf.sdk, ''),
        }
      : state.whatIf,
    again: raw.again === true,
    every: text(raw.every, state.every),
    adds: raw.adds === 'save' ? 'save' : 'visit',
  };
}

function visitOf(raw: unknown): Visit[] {
  if (!isRecord(raw)) return [];
  const { at, kind } = raw;
  if (typeof at !== 'number' || !Number.isFinite(at) || at < 0) return [];
  return [newVisit(at, kind === 'save' ? 'save' : 'visit')];
}

function windowOf(from: unknown, to: unknown): ViewState['window'] {
  if (typeof from !== 'number' || typeof to !== 'number') return null;
  return Number.isFinite(from) && Number.isFinite(to) && from >= 0 && to > from ? { from, to } : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
