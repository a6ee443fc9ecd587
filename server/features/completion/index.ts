/** Completion: patterns in `config.matcher`, keys and values in a client's options. */
import { alternatives, type Value } from '../../syntax/value';
import { optionOf } from '../../app/clientConfigs';
import type { AppModel } from '../../model';
import { newLine } from '../../rules/support/edits';
import { matcherItems } from './matcherItems';
import { keyItems, valueItems, type Holder, type Role } from './sessionItems';
import type { Completion, CompletionSite } from './types';

export { completionSite } from './site';
export type { Completion, CompletionSite } from './types';

/**
 * What fits at a site, in the order of usefulness. Null when these apps know nothing of the place, which a later
 * analysis may: `apps` can be older than `text`, as long as what stands before the object literal is the same.
 */
export function completions(
  apps: readonly AppModel[],
  file: string,
  text: string,
  site: CompletionSite,
): Completion[] | null {
  if (site.kind === 'matcher') {
    const app = apps.find(({ project }) => project.middlewareFiles.includes(file));
    return app ? matcherItems(app, site) : null;
  }
  const holder = holderAt(apps, file, text, site.object);
  if (!holder) return null;
  const end = newLine(text);
  return site.kind === 'key' ? keyItems(holder, site, end) : valueItems(holder, site, end);
}

const PATHS: readonly (readonly [Role, readonly string[]])[] = [
  ['options', []],
  ['session', ['session']],
  ['cookie', ['session', 'cookie']],
];

/** The client whose options, session or cookie is the object literal that starts here: by import, wherever it is. */
function holderAt(apps: readonly AppModel[], file: string, text: string, start: number): Holder | undefined {
  for (const app of apps) {
    for (const client of app.clients) {
      for (const [role, path] of PATHS) {
        const value = literalAt(optionOf(client, ...path), file, text, start);
        if (value) return { app, client, role, inherited: inheritedKeys(value) };
      }
    }
  }
  return undefined;
}

type ObjectValue = Extract<Value, { kind: 'object' }>;

function literalAt(value: Value, file: string, text: string, start: number): ObjectValue | undefined {
  return alternatives(value).find((v): v is ObjectValue => {
    if (v.kind !== 'object' || v.origin.module !== file) return false;
    const { node } = v.origin;
    const source = node.getSourceFile().text;
    return node.getStart() === start && source.slice(0, start + 1) === text.slice(0, start + 1);
  });
}

/** What spreads bring in, next to what the literal has itself. */
function inheritedKeys({ properties, open, origin }: ObjectValue): readonly string[] | null {
  if (open) return null;
  return [...properties].flatMap(([name, { node }]) => (node?.parent === origin.node ? [] : [name]));
}
