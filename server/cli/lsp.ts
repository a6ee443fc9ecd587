import { UsageError } from './io';
import type { Cli } from './program';

export function registerLsp({ program }: Cli): void {
  program
    .command('lsp')
    .summary('run the language server, for any editor')
    .description(
      'Runs the language server. It speaks the Language Server Protocol over standard input and output.',
    )
    .option('--stdio', 'use standard input and output')
    // Language clients add arguments of their own, such as --clientProcessId.
    .allowUnknownOption()
    .allowExcessArguments()
    .action(async ({ stdio }: { stdio?: boolean }) => {
      if (!stdio)
        throw new UsageError('lsp speaks over standard input and output: run `session-lens lsp --stdio`');
      const { runNodeServer } = await import('../lsp/node');
      runNodeServer();
    });
}
