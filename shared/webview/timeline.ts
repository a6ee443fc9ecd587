/** Messages of the timeline panel, both directions. */
import type { WireConfig } from '../session/wire';

/** A client with one of the configurations it can have. No absolute path: the page needs none. */
export interface PanelLane {
  /** Stays the same while the client is edited. */
  id: string;
  /** The same for all configurations of one client. */
  client: string;
  app: string;
  /** `lib/auth0.ts:6`, relative to the workspace. */
  where: string;
  /** Of the variable that holds the client. */
  name: string;
  sdk: string | null;
  /** Null when it is decided at run time. */
  cookieName: string | null;
  /** The other clients that write the same cookie; `otherSecret`: neither can read what the other wrote. */
  sharers: { client: string; otherSecret: boolean }[];
  config: WireConfig;
  /** Options with a value that is decided at run time. */
  unknown: string[];
  /** The client can have more configurations than are shown. */
  isCut?: true;
  /** `NODE_ENV` chose among the values: these are those of production. */
  isProduction?: true;
}

export type ToTimeline =
  | {
      type: 'lanes';
      lanes: PanelLane[];
      /** As they were when the user asked to compare with them; null when nobody did. */
      pinned: PanelLane[] | null;
    }
  /** Shows one client; its id. */
  | { type: 'show'; client: string }
  /** A short confirmation for the user. */
  | { type: 'notice'; text: string };

export type FromTimeline =
  /** The page is there and wants lanes: sent again each time the panel comes back from behind. */
  | { type: 'ready' }
  /** Show the code of a lane. */
  | { type: 'open'; lane: string }
  /** Put it on the clipboard. */
  | { type: 'copy'; format: 'markdown' | 'svg'; text: string }
  /** Remember the present configurations, or forget them. */
  | { type: 'pin' }
  | { type: 'unpin' };

/** Longest text to copy, characters; a picture of many lanes has some ten thousand. */
const LONGEST_COPY = 1_000_000;

/** Anything may arrive; undefined for what is no message of the page. */
export function readFromTimeline(message: unknown): FromTimeline | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const { type, lane, format, text } = message as Record<string, unknown>;
  switch (type) {
    case 'ready':
    case 'pin':
    case 'unpin':
      return { type };
    case 'open':
      return typeof lane === 'string' ? { type, lane } : undefined;
    case 'copy': {
      if (format !== 'markdown' && format !== 'svg') return undefined;
      return typeof text === 'string' && text.length <= LONGEST_COPY ? { type, format, text } : undefined;
    }
    default:
      return undefined;
  }
}
