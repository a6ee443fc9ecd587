/** Names of the webview panels, as package.json and VS Code's storage know them. */
export const TIMELINE_VIEW = 'sessionLens.timeline';
