/** Entry point of the language server's own bundle. */
import { runNodeServer } from './node';

try {
  runNodeServer();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
}
