import { EventEmitter, LogLevel, workspace, type LogOutputChannel } from 'vscode';

/**
 * The library traces only into a channel whose own level is Trace, whatever `sessionLens.trace.server` says. This
 * channel takes its level from the setting, and its lines appear in `log` at level Info.
 */
export function traceChannel(log: LogOutputChannel): LogOutputChannel {
  const changed = new EventEmitter<LogLevel>();
  const listener = workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration('sessionLens.trace.server')) changed.fire(level());
  });
  return Object.create(log, {
    logLevel: { get: level },
    onDidChangeLogLevel: { value: changed.event },
    trace: { value: (message: string) => log.info(message) },
    dispose: {
      value: () => {
        listener.dispose();
        changed.dispose();
      },
    },
  }) as LogOutputChannel;
}

function level(): LogLevel {
  const setting = workspace.getConfiguration('sessionLens').get<string>('trace.server', 'off');
  return setting === 'off' ? LogLevel.Off : LogLevel.Trace;
}
