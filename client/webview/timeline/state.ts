/**
 * What the panel shows. Only this survives hiding the panel, and a restart of VS Code: view settings and the visits,
 * nothing of the code.
 */
import type { PlacedKind } from '../../../shared/session/chartMarks';
import { isPlacedKind } from './kinds';

/** A visit or another event the user placed; `id` lives as long as the page. */
export interface Visit {
  id: number;
  /** Seconds since login. */
  at: number;
  kind: PlacedKind;
}

export const COOKIES = ['lasting', 'transient', 'store'] as const;

/** The configuration typed in the panel; empty durations take the default. */
export interface WhatIf {
  absolute: string;
  inactivity: string;
  rolling: boolean;
  /** The session in a cookie that lasts, in one until the browser is closed, or in a store. */
  cookie: (typeof COOKIES)[number];
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
  /** When the ID token says that the session ends (`session_expiry`), a duration after the login; empty for never. */
  idp: string;
  /** Of the question about a regular visitor. */
  every: string;
  /** What a click adds. */
  adds: Visit['kind'];
  /** How far the page is scrolled. Pixels. */
  scroll: number;
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
    whatIf: { absolute: '30d', inactivity: '7d', rolling: true, cookie: 'lasting', sdk: '' },
    again: false,
    idp: '',
    every: '5d',
    adds: 'visit',
    scroll: 0,
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
          cookie: COOKIES.find((each) => each === whatIf.cookie) ?? 'lasting',
          sdk: text(whatIf.sdk, ''),
        }
      : state.whatIf,
    again: raw.again === true,
    idp: text(raw.idp, state.idp),
    every: text(raw.every, state.every),
    adds: isPlacedKind(raw.adds) ? raw.adds : 'visit',
    scroll: typeof raw.scroll === 'number' && raw.scroll > 0 ? raw.scroll : 0,
  };
}

function visitOf(raw: unknown): Visit[] {
  if (!isRecord(raw)) return [];
  const { at, kind } = raw;
  if (typeof at !== 'number' || !Number.isFinite(at) || at < 0) return [];
  return isPlacedKind(kind) ? [newVisit(Math.round(at), kind)] : [];
}

function windowOf(from: unknown, to: unknown): ViewState['window'] {
  if (typeof from !== 'number' || typeof to !== 'number') return null;
  return Number.isFinite(from) && Number.isFinite(to) && from >= 0 && to > from ? { from, to } : null;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
