/** Takes one line; never values of `.env` files or source text. */
export type Log = (line: string) => void;

/** An error as one line, with the place it comes from. */
export function oneLine(error: unknown): string {
  if (!(error instanceof Error)) return String(error).split('\n', 1)[0] ?? '';
  const place = /\n\s+at ([^\n]+)/.exec(error.stack ?? '')?.[1];
  const message = `${error.name}: ${error.message.split('\n', 1)[0]}`;
  return place === undefined ? message : `${message} (${place})`;
}
