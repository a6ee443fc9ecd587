import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { UsageError, type Input } from './io';

/** Not opened before something is read: the other commands leave standard input alone. */
export function standardInput(): Input {
  return {
    get isTTY() {
      return process.stdin.isTTY === true;
    },
    async read(limit) {
      const chunks: Uint8Array[] = [];
      let bytes = 0;
      for await (const chunk of process.stdin as AsyncIterable<Uint8Array>) {
        bytes += chunk.length;
        if (bytes > limit) throw new UsageError('the standard input is too large');
        chunks.push(chunk);
      }
      return Buffer.concat(chunks);
    },
  };
}

/** On standard error, so that the output can go into a file or a pipe. */
export async function askHidden(question: string): Promise<string | null> {
  const { default: password } = await import('@inquirer/password');
  try {
    return await password({ message: question, toggleMask: false }, { output: process.stderr });
  } catch {
    // Ctrl+C or Ctrl+D.
    return null;
  }
}

/**
 * The bytes of a file that is named on the command line. Messages do not repeat the name: it may be a secret or a
 * cookie that was put in its place.
 */
export function readNamedFile(
  name: string,
  cwd: string,
  what: string,
  limit: number,
  tooLarge = 'is too large',
): Uint8Array {
  const file = path.resolve(cwd, name);
  let size: number | undefined;
  try {
    const stats = statSync(file, { throwIfNoEntry: false });
    if (stats?.isDirectory()) throw new UsageError(`${what} is a directory`);
    size = stats?.size;
    if (size !== undefined && size <= limit) return readFileSync(file);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    // ENAMETOOLONG is what a cookie in place of a name gives.
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new UsageError(`cannot read ${what} (${code})`);
  }
  throw new UsageError(size === undefined ? `${what} does not exist` : `${what} ${tooLarge}`);
}

/** PowerShell's `>` writes UTF-16; its byte order mark tells. */
export function decodeText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return new TextDecoder().decode(bytes);
}
