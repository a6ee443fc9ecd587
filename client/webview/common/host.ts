/** The line to the extension host. A webview's `setState` is saved by VS Code: only harmless view settings go there. */
interface VsCodeApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

export const vscode: VsCodeApi = acquireVsCodeApi();

/** Calls `handle` with each message of the extension host. */
export function onMessage<T>(handle: (message: T) => void): void {
  window.addEventListener('message', (event: MessageEvent<T>) => handle(event.data));
}
