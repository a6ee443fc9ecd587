/** What completion finds under the cursor, and what it offers. */
import type { Span } from '../../../shared/text';

export interface Completion {
  label: string;
  /** Shown behind the label, dimmed. */
  description: string;
  /** Markdown. */
  documentation: string;
  kind: 'pattern' | 'duration' | 'option' | 'preset';
  /** Replaced by the text; lies on one line and contains the cursor. */
  span: Span;
  newText: string;
  /** The same in snippet syntax, for editors that know it. */
  snippet?: string;
  /** What the text between the start of the span and the cursor is compared with. */
  filterText: string;
  sortText: string;
  /** A value is wanted next: ask for completion again after this one. */
  continues?: boolean;
}

/** In `config.matcher` of a middleware or proxy file. */
export interface MatcherSite {
  kind: 'matcher';
  /** What a pattern replaces: the inside of a literal, or what is typed without quotes. */
  span: Span;
  /** The quote around the span; null where the pattern brings its own. */
  quote: '"' | "'" | '`' | null;
  /** The quote the author uses elsewhere. */
  preferred: '"' | "'";
  /** A second pattern can follow as another element. */
  inArray: boolean;
  /** To be written behind a pattern that brings its own quotes. */
  after: string;
  /** Patterns of the other entries; `plain` when no condition narrows them. */
  others: readonly { source: string; plain: boolean }[];
}

/** Where a key of an object literal can stand. */
export interface KeySite {
  kind: 'key';
  /** Start of the object literal. */
  object: number;
  span: Span;
  /** To be written behind the property. */
  after: string;
  /** Keys that the literal has. */
  keys: readonly string[];
  /** The literal holds a spread or a computed key. */
  open: boolean;
  /** `{ }` on one line, with nothing in it but what is being typed: all of the inside. */
  inside: Span | null;
  /** How several properties are written here: on lines of their own, the first below the brace, or side by side. */
  layout: 'lines' | 'below' | 'inline';
}

/** The value of a property, not written yet or being typed. */
export interface ValueSite {
  kind: 'value';
  object: number;
  key: string;
  span: Span;
  after: string;
}

export type CompletionSite = MatcherSite | KeySite | ValueSite;
