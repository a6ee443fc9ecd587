/** Decides from the text alone what could be completed at an offset. Says nothing of whether a client is involved. */
import { createModuleCache } from '../../syntax/createProgram';
import { isInComment, tokenBefore } from './cursor';
import { matcherSite } from './matcherSite';
import { objectSite } from './objectSite';
import { isMiddlewareName } from './relevant';
import type { CompletionSite } from './types';

/** Null nearly everywhere: in other strings, in comments, in other objects. */
export function completionSite(path: string, text: string, offset: number): CompletionSite | null {
  const { ast } = createModuleCache().get(path, text);
  const token = tokenBefore(ast, offset);
  if (!token || isInComment(text, token.end, offset)) return null;
  const cursor = { file: ast, token, offset };
  return (isMiddlewareName(path) ? matcherSite(cursor) : null) ?? objectSite(cursor);
}
