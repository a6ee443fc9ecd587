import { LSPErrorCodes, ResponseError, type CancellationToken } from 'vscode-languageserver';
import { RequestCancelled, Superseded } from './analysis';
import { oneLine, type Log } from './log';

/**
 * Runs a request's work so that nothing it throws reaches the connection: a cancelled request is answered as such, any
 * other failure costs one log line and the empty answer.
 */
export async function runSafe<T, E>(
  name: string,
  empty: T,
  log: Log,
  token: CancellationToken,
  work: () => Promise<T> | T,
): Promise<T | ResponseError<E>> {
  try {
    const result = await work();
    return token.isCancellationRequested ? cancelled() : result;
  } catch (error) {
    if (error instanceof RequestCancelled || token.isCancellationRequested) return cancelled();
    if (error instanceof Superseded) return superseded();
    log(`${name} failed: ${oneLine(error)}`);
    return empty;
  }
}

function cancelled<E>(): ResponseError<E> {
  return new ResponseError<E>(LSPErrorCodes.RequestCancelled, 'Cancelled by the client');
}

/** The workspace kept changing while the answer was computed: the client should ask again. */
function superseded<E>(): ResponseError<E> {
  return new ResponseError<E>(LSPErrorCodes.ServerCancelled, 'The workspace changed meanwhile', {
    retriggerRequest: true,
  } as E);
}
