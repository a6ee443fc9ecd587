/** What the parts of the page share. */
import type { FromTimeline } from '../../../shared/webview/timeline';
import type { DrawnLane, Lanes } from './lanes';
import type { ViewState, Visit } from './state';

export interface App {
  readonly state: ViewState;
  readonly lanes: Lanes;
  readonly drawn: readonly DrawnLane[];
  /** False until the extension host has answered once. */
  readonly isLoaded: boolean;
  /** The visit under the pointer or with the focus: the lanes tell how long the session lasts after it. */
  readonly selected: number | null;
  /** Changes, remembers and draws again. */
  update(change: Partial<ViewState>): void;
  select(visit: number | null): void;
  post(message: FromTimeline): void;
}

/** The user's visits, in order. */
export function visitsOf({ state }: App): readonly Visit[] {
  return [...(state.visits ?? [])].sort((a, b) => a.at - b.at);
}
