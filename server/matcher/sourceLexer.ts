/**
 * The lexer of path-to-regexp 6 (src/index.ts, the same in 6.1 to 6.3), which the package does not export: what is
 * wrong with a source, and where, can only be said with the tokens and their places at hand.
 */
export type TokenType = 'MODIFIER' | 'ESCAPED_CHAR' | 'OPEN' | 'CLOSE' | 'NAME' | 'PATTERN' | 'CHAR' | 'END';

export interface SourceToken {
  type: TokenType;
  /** Where it starts in the source. */
  index: number;
  /** One past its last character. */
  end: number;
  value: string;
}

/** A source that Next.js refuses; `offset` counts from the start of the text that was given. */
export class SourceError extends Error {
  constructor(
    message: string,
    readonly offset: number | null,
  ) {
    super(message);
  }
}

export function lexSource(text: string): SourceToken[] {
  const tokens: SourceToken[] = [];
  let index = 0;
  const push = (type: TokenType, value: string, end: number): void => {
    tokens.push({ type, index, end, value });
    index = end;
  };
  while (index < text.length) {
    const char = text.charAt(index);
    if (char === '*' || char === '+' || char === '?') push('MODIFIER', char, index + 1);
    else if (char === '\\') push('ESCAPED_CHAR', text.charAt(index + 1), index + 2);
    else if (char === '{') push('OPEN', char, index + 1);
    else if (char === '}') push('CLOSE', char, index + 1);
    else if (char === ':') {
      const name = /^\w*/.exec(text.slice(index + 1))?.[0] ?? '';
      if (!name) throw new SourceError('A parameter name is missing after `:`', index);
      push('NAME', name, index + 1 + name.length);
    } else if (char === '(') {
      const end = patternEnd(text, index);
      push('PATTERN', text.slice(index + 1, end - 1), end);
    } else push('CHAR', char, index + 1);
  }
  push('END', '', index);
  return tokens;
}

/** One past the parenthesis that closes the one at `start`. Does not know character classes, as the original. */
function patternEnd(text: string, start: number): number {
  let depth = 1;
  let index = start + 1;
  if (text.charAt(index) === '?') {
    throw new SourceError('A pattern cannot start with `?`; write it inside its own parentheses', index);
  }
  while (index < text.length) {
    const char = text.charAt(index);
    if (char === '\\') {
      index += 2;
      continue;
    }
    if (char === ')' && --depth === 0) {
      if (index === start + 1) throw new SourceError('The pattern is empty', start);
      return index + 1;
    }
    if (char === '(') {
      depth++;
      if (text.charAt(index + 1) !== '?') {
        throw new SourceError('Capturing groups are not allowed; write `(?:…)`', index);
      }
    }
    index++;
  }
  throw new SourceError('The parenthesis is never closed', start);
}
