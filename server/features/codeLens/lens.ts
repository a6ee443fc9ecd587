import type { Span } from '../../../shared/text';
import type { AppModel } from '../../model';

/** A line of text above a piece of code, in the engine's terms. */
export interface Lens {
  /** What the line is about; it stands above the first line of it. */
  span: Span;
  title: string;
  /** More about it, in whole sentences. */
  tooltip?: string;
  /** What a click does, for an editor that can run the extension's commands. */
  action?: LensAction;
}

export interface LensAction {
  /** A command of the extension, `sessionLens.previewTimeline`. */
  command: string;
  argument: Readonly<Record<string, string>>;
  /** Follows the title where the command can run: `preview`. */
  label?: string;
}

/** The lenses that one file of an app gets. A provider that throws loses only its own. */
export type LensProvider = (app: AppModel, file: string) => Lens[];
