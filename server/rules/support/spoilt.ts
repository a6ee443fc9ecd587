/** Copies of the auth response's cookies that go wrong, for the rules about each way. */
import type ts from 'typescript';
import { sessionIn } from '../../facts/flow/paths';
import type { Carried, Fate, FlowCall, FlowSave } from '../../facts/flow/types';
import type { AppModel, Module } from '../../model';
import { atLeast } from '../../project/semver';
import { keepsOne, reachOf, savesOnPages, usualReturns } from './flow';
import { isV4 } from './session';

export interface SpoiltCopy {
  /** The expression that spoils the cookies. */
  node: ts.Node;
  module: Module;
  source: FlowCall | FlowSave;
}

/** Each place once, where the response is returned for requests whose cookies matter. */
export function spoiltCopies(app: AppModel, fate: Fate): SpoiltCopy[] {
  const found = new Map<ts.Node, SpoiltCopy>();
  if (!isV4(app)) return [];
  for (const back of usualReturns(app).filter((r) => !keepsOne(r) || r.saves.length > 0)) {
    const matters =
      reachOf(app, back.condition).sdk.length > 0 ||
      back.saves.length > 0 ||
      (savesOnPages(app) && sessionIn(back.condition, app.sessionCookies) !== 'absent');
    if (!matters) continue;
    const all: Carried<FlowCall | FlowSave>[] = [...(keepsOne(back) ? [] : back.calls), ...back.saves];
    for (const { source, node, module, fate: actual } of all) {
      if (actual === fate && node && module && !found.has(node)) found.set(node, { node, module, source });
    }
  }
  return [...found.values()];
}

/**
 * Since 4.3.0 a session can take several cookies, and since 4.29.0 the SDK always sends six (the session and five
 * deletions). Before 4.3.0 there is one, and a careless copy does no harm.
 */
export function cookiesPerResponse(app: AppModel): 'one' | 'several' | 'always several' | 'unknown' {
  if (atLeast(app.project.sdk, '4.29.0') === true) return 'always several';
  const several = atLeast(app.project.sdk, '4.3.0');
  return several === true ? 'several' : several === false ? 'one' : 'unknown';
}

/** What it means for the user that only some `Set-Cookie` lines, or none that can be read, are left. */
export function consequence(app: AppModel): string {
  return cookiesPerResponse(app) === 'always several'
    ? 'The SDK always sends several, so the session cookie is lost and the session is never extended.'
    : 'From SDK 4.3.0 on a large session takes several cookies, and from 4.29.0 on there are always several: the session cookie is lost.';
}
