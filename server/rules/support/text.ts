/** `a`, `a and b`, `a, b and c`; more than `limit` become `a, b and 4 others`. */
export function list(items: readonly string[], limit = Infinity): string {
  const shown = items.length > limit ? items.slice(0, limit - 1) : [...items];
  const rest = items.length - shown.length;
  if (rest > 0) shown.push(`${rest} others`);
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

/** An expression in the style of the SDK's own examples: `30 * 24 * 60 * 60`. Whole minutes and more only. */
export function durationExpression(seconds: number): string {
  const [unit, factors] =
    seconds % 86_400 === 0
      ? [86_400, ['24', '60', '60']]
      : seconds % 3_600 === 0
        ? [3_600, ['60', '60']]
        : [60, ['60']];
  if (seconds % 60 !== 0) return String(seconds);
  return (seconds === unit ? factors : [String(seconds / unit), ...factors]).join(' * ');
}
