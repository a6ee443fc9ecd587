/** Sizes in words, the same in the editor and on the command line. */

/** `980 B`, `3.2 KB` (of 1024 bytes, as the limits of hosts are). */
export function kilobytes(bytes: number): string {
  return bytes < 1000 ? `${bytes} B` : `${(bytes / 1024).toFixed(1)} KB`;
}

/** `3,527`. */
export function grouped(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 cookie`, `2 cookies`. */
export function cookieCount(count: number): string {
  return count === 1 ? '1 cookie' : `${count} cookies`;
}

/** What logins in progress add to the session's cookies; Markdown. */
export function loginWords({
  name,
  bytes,
  isLimited,
}: {
  name: string;
  bytes: number;
  isLimited: boolean;
}): string {
  const total = isLimited ? 'and the oldest go at 3.5 KB of them' : 'and nothing limits their number';
  return `Each login in progress adds \`${name}…\` of about ${bytes} bytes, ${total}.`;
}

/** `19%`, `<1%`. */
export function percent(share: number): string {
  return share > 0 && share < 0.01 ? '<1%' : `${Math.round(share * 100)}%`;
}

/** `2 cookies`, `1 to 4 cookies`. */
export function cookieRange(from: number, to: number): string {
  return from === to ? cookieCount(to) : `${from} to ${cookieCount(to)}`;
}
