// Loaded with --import into VS Code's server and its extension hosts: the native log writer is not built here, so that
// nothing would be logged. This one writes the same files; output channels are read from those files.
import childProcess from 'node:child_process';
import { appendFileSync, mkdirSync } from 'node:fs';
import Module, { syncBuiltinESMExports } from 'node:module';
import { dirname } from 'node:path';

class Logger {
  constructor(_type, _name, file) {
    mkdirSync(dirname(file), { recursive: true });
    for (const level of ['trace', 'debug', 'info', 'warn', 'error', 'critical']) {
      this[level] = (message) => appendFileSync(file, this.plain ? message : `[${level}] ${message}\n`);
    }
    for (const name of ['setLevel', 'setPattern', 'flush', 'drop']) this[name] = () => {};
  }
  clearFormatters() {
    this.plain = true;
  }
  getLevel() {
    return 0;
  }
}

const writer = { version: 0, setLevel() {}, setFlushOn() {}, Logger };
const load = Module._load;
Module._load = function (request, ...rest) {
  return request === 'bindings' ? () => writer : load.call(this, request, ...rest);
};

// VS Code takes NODE_OPTIONS away from the processes it starts.
const { fork } = childProcess;
childProcess.fork = (module, args, options = {}) => {
  const execArgv = ['--import', import.meta.url, ...(options.execArgv ?? [])];
  return fork(module, args, { ...options, execArgv });
};
syncBuiltinESMExports();
