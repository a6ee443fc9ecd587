/** The requests of single features, one file each. A new feature is a file here, its capability and one line each. */
import type { ServerCapabilities } from 'vscode-languageserver';
import { codeActionKinds, registerCodeActions } from './codeActions';
import type { FeatureContext } from './context';
import { registerHover } from './hover';

export const featureCapabilities: ServerCapabilities = {
  hoverProvider: true,
  codeActionProvider: { codeActionKinds },
};

export function registerFeatures(context: FeatureContext): void {
  registerHover(context);
  registerCodeActions(context);
}
