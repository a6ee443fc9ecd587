/** Known without parsing: most requests for completion end here. Does not load TypeScript. */

const MIDDLEWARE = /(?:^|\/)(?:middleware|proxy)\.[^/]+$/;
const OPTIONS = /Auth0Client|session|rolling|Duration/i;
/** Options stand below their `new Auth0Client(`, `session:` or `const session =`, within so many characters. */
const NEAR = 4000;

/**
 * Whether completion can have anything to say at this offset; `character`: the one typed that asked for it. Also keeps
 * large files, which take time to parse, out of the way.
 */
export function isRelevant(
  path: string,
  text: string,
  offset: number,
  character: string | undefined,
): boolean {
  if (isMiddlewareName(path) && text.lastIndexOf('matcher', offset) >= 0) return true;
  // Quotes and slashes begin no option and no duration.
  return character === undefined && OPTIONS.test(text.slice(Math.max(0, offset - NEAR), offset));
}

export function isMiddlewareName(path: string): boolean {
  return MIDDLEWARE.test(path);
}

/** A string is not completed on its own: these make editors ask. All of them begin a pattern. */
export const TRIGGER_CHARACTERS = ['"', "'", '`', '/'];
