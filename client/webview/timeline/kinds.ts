/** What a user can place on the axis, in words. */
import { PLACED_KINDS, type PlacedKind } from '../../../shared/session/chartMarks';
import type { EventKind } from '../../../shared/session/types';
import type { DrawnLane } from './lanes';

interface Words {
  /** `Visit`, as in a table and for a screen reader. */
  name: string;
  /** To follow "Add". */
  add: string;
  hint: string;
}

const WORDS: Record<PlacedKind, Words> = {
  visit: { name: 'Visit', add: 'a visit', hint: 'A request through the middleware, which rolls the session' },
  read: {
    name: 'Read without middleware',
    add: 'a read without middleware',
    hint: 'A request the matcher leaves out, or /auth/profile: it finds the session but does not extend it',
  },
  save: {
    name: 'Save',
    add: 'a save or token refresh',
    hint: 'updateSession(), or an access token that is refreshed',
  },
  logout: { name: 'Logout', add: 'a logout', hint: 'The user signs out' },
  close: {
    name: 'Browser closed',
    add: 'closing the browser',
    hint: 'Ends a session whose cookie is transient, and no other',
  },
  revoke: {
    name: 'Record deleted',
    add: 'deleting the stored record',
    hint: 'The record is deleted from the session store, as a back-channel logout does',
  },
};

export function wordsOf(kind: PlacedKind): Words {
  return WORDS[kind];
}

/** `Login`, `Visit`, … */
export function kindName(kind: EventKind): string {
  return kind === 'login' ? 'Login' : WORDS[kind].name;
}

/** A record can be deleted only where one of the lanes has a store; what is already placed stays. */
export function offeredKinds(lanes: readonly DrawnLane[], placed: readonly PlacedKind[]): PlacedKind[] {
  const stored = lanes.some(({ config }) => config.stateful === true);
  return PLACED_KINDS.filter((kind) => kind !== 'revoke' || stored || placed.includes(kind));
}

export function isPlacedKind(kind: unknown): kind is PlacedKind {
  return PLACED_KINDS.some((each) => each === kind);
}

/** The one after it, round and round. */
export function nextKind(kind: PlacedKind, kinds: readonly PlacedKind[], offset: 1 | -1): PlacedKind {
  const index = kinds.indexOf(kind) + offset;
  return kinds.at(index % kinds.length) ?? kind;
}
