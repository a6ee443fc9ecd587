/** The requests of single features, one file each. A new feature is a file here, its capability and one line each. */
import type { ServerCapabilities } from 'vscode-languageserver';
import { codeActionKinds, registerCodeActions } from './codeActions';
import { registerCodeLens } from './codeLens';
import { completionTriggers, registerCompletion } from './completion';
import type { FeatureContext } from './context';
import { registerHover } from './hover';
import { registerInlayHints } from './inlayHints';
import { registerLanes } from './lanes';
import { registerRoutes } from './routes';

export const featureCapabilities: ServerCapabilities = {
  hoverProvider: true,
  codeActionProvider: { codeActionKinds },
  codeLensProvider: {},
  inlayHintProvider: true,
  completionProvider: { triggerCharacters: completionTriggers },
};

export function registerFeatures(context: FeatureContext): void {
  registerHover(context);
  registerCodeActions(context);
  registerCodeLens(context);
  registerInlayHints(context);
  registerCompletion(context);
  registerLanes(context);
  registerRoutes(context);
}
