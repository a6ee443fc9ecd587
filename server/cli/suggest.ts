const MAX_SUGGESTIONS = 3;

/** The ids a user may have meant, best first: near in spelling, or with the words that were typed. */
export function closest(typed: string, ids: readonly string[]): string[] {
  const wanted = typed.toLowerCase().trim();
  if (wanted === '') return [];
  const words = wanted.split(/[^a-z\d]+/).filter((word) => word.length > 2);
  const limit = Math.max(2, Math.floor(wanted.length / 3));
  return ids
    .map((id) => {
      const parts = id.split('-');
      const shared = words.filter((word) => parts.some((part) => part.startsWith(word))).length;
      const distance = editDistance(wanted, id);
      return { id, shared, distance };
    })
    .filter(({ shared, distance }) => distance <= limit || shared > 0)
    .sort((a, b) => a.distance - b.distance - 4 * (a.shared - b.shared) || (a.id < b.id ? -1 : 1))
    .slice(0, MAX_SUGGESTIONS)
    .map(({ id }) => id);
}

/** Levenshtein distance. */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
