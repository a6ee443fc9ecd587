import type { Formatter } from '../report';
import { githubFormatter } from './github';
import { jsonFormatter } from './json';
import { sarifFormatter } from './sarif';
import { textFormatter } from './text';

/** The values of `check --format`. A new format is one file here and one line below. */
export const formatters = {
  text: textFormatter,
  json: jsonFormatter,
  github: githubFormatter,
  sarif: sarifFormatter,
} as const satisfies Record<string, Formatter>;

export type FormatName = keyof typeof formatters;
