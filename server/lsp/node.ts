import { createConnection, ProposedFeatures, type Connection } from 'vscode-languageserver/node';
import { oneLine } from './log';
import { startServer } from './server';

/**
 * Runs the server in this process, over the transport the arguments name: `--node-ipc`, `--stdio`, `--socket=N` or
 * `--pipe=NAME`. Throws when they name none.
 */
export function runNodeServer(): void {
  const connection = createConnection(ProposedFeatures.all);
  surviveErrors(connection);
  // The editor went away without a word: over IPC nothing else would end this process soon.
  process.on('disconnect', () => process.exit(1));
  startServer(connection);
}

/** An error nobody caught is logged, and the server goes on. */
function surviveErrors(connection: Connection): void {
  const report = (error: unknown): void => {
    // Nobody is left to serve, or to tell.
    if ((error as NodeJS.ErrnoException | null)?.code === 'EPIPE') process.exit(1);
    connection.console.error(`Unexpected error: ${oneLine(error)}`);
  };
  process.on('uncaughtException', report);
  process.on('unhandledRejection', report);
}
