export function explainMatcher() {}
