import type { AppModel } from '../../model';
import { cookieSizeLenses } from './cookieSize';
import type { Lens, LensProvider } from './lens';
import { matcherLenses } from './matcher';
import { sessionLenses } from './session';

export type { Lens, LensAction, LensProvider } from './lens';

/** A new kind of lens is a file and a line here. */
const providers: readonly LensProvider[] = [matcherLenses, sessionLenses, cookieSizeLenses];

/** All lenses of a file, by place. A package that two apps share gets one lens where both would say the same. */
export function codeLenses(
  apps: readonly AppModel[],
  file: string,
  failed: (error: unknown) => void = () => {},
): Lens[] {
  const lenses = apps.flatMap((app) =>
    providers.flatMap((provider) => {
      try {
        return provider(app, file);
      } catch (error) {
        failed(error);
        return [];
      }
    }),
  );
  const seen = new Set<string>();
  return lenses
    .filter(({ span, title }) => {
      const key = `${span.start} ${title}`;
      return !seen.has(key) && seen.add(key);
    })
    .sort((a, b) => a.span.start - b.span.start);
}
