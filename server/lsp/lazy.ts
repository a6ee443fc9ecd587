/** Features that need TypeScript: imported dynamically, for a file of an app that was analysed. */
export { secretNames, sessionLanes } from '../app/lanes';
export { routeTable } from '../app/routeTable';
export { codeActions } from '../features/codeActions';
export { codeLenses } from '../features/codeLens';
export { completions, completionSite } from '../features/completion';
export { hover } from '../features/hover';
export { inlayHints } from '../features/inlayHints';
