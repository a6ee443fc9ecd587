/** Features that need TypeScript: imported dynamically, for a file of an app that was analysed. */
export { codeActions } from '../features/codeActions';
export { hover } from '../features/hover';
