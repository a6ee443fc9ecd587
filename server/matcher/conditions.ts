import type { CompiledMatcher } from './types';

/**
 * What `has` and `missing` demand, in words that complete "The middleware runs …": `when the header \`x\` is absent`.
 * Several matchers are alternatives. Empty when nothing is conditioned.
 */
export function conditionsInWords(matchers: readonly CompiledMatcher[]): string {
  const all = matchers
    .filter(({ conditional }) => conditional)
    .map(({ source }) => demands(source.has, source.missing));
  return [...new Set(all)].join(', or ');
}

function demands(has: readonly unknown[] = [], missing: readonly unknown[] = []): string {
  const parts = [...has.map((item) => describe(item, true)), ...missing.map((item) => describe(item, false))];
  return `when ${parts.join(' and ')}`;
}

function describe(item: unknown, isWanted: boolean): string {
  const { type, key, value } = (item ?? {}) as { type?: unknown; key?: unknown; value?: unknown };
  const subject = type === 'host' ? 'the host' : `the ${names[String(type)] ?? 'value'} \`${String(key)}\``;
  if (typeof value !== 'string' || value === '') return `${subject} is ${isWanted ? 'present' : 'absent'}`;
  // Next.js tests `^value$`, so that a value without special characters is simply equal.
  const isPattern = /[\\^$.*+?()[\]{}|]/.test(value);
  const verb = isPattern ? (isWanted ? 'matches' : 'does not match') : isWanted ? 'is' : 'is not';
  return `${subject} ${verb} \`${value}\``;
}

const names: Record<string, string> = { header: 'header', cookie: 'cookie', query: 'query parameter' };
