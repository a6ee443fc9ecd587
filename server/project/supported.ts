import type { Project } from '../model';
import { atLeast } from './semver';

/** What to tell of an app whose SDK surely is no 4.x, the only one that the rules know; undefined for any other. */
export function notChecked({ sdk }: Pick<Project, 'sdk'>): string | undefined {
  const isOther = atLeast(sdk, '4.0.0') === false || atLeast(sdk, '5.0.0') === true;
  return isOther
    ? `nextjs-auth0 ${sdk.version ?? sdk.range} is not checked: Session Lens needs 4.x`
    : undefined;
}
