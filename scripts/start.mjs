// `npm start [-- PATH]`: opens examples/broken, or PATH, in VS Code with the extension under development.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, relative, resolve } from 'node:path';
import { run } from './hostCache.mjs';
import { ensureServer, installExtension, serverVersion, startServer, writeSettings } from './hostServer.mjs';
import { packageExtension } from './hostPackage.mjs';

const repository = dirname(import.meta.dirname);
const editors = ['code', 'code-insiders', 'codium', 'vscodium', 'cursor', 'windsurf', 'positron'];

try {
  const [argument = join(repository, 'examples', 'broken')] = process.argv.slice(2);
  // npm changes to the repository's folder; a relative PATH is meant from where the user stands.
  const target = resolve(process.env.INIT_CWD ?? process.cwd(), argument);
  if (!existsSync(target)) throw new Error(`There is no ${target}.`);
  const editor = desktopEditor();
  await (editor ? openDesktop(editor, target) : serve(await realpath(target)));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

/** A desktop editor that can show a window from here, or undefined. */
function desktopEditor() {
  const wish = process.env.SESSION_LENS_VSCODE;
  if (wish === 'server') return undefined;
  if (process.platform === 'linux') {
    const { DISPLAY, WAYLAND_DISPLAY, WSL_DISTRO_NAME } = process.env;
    if (!DISPLAY && !WAYLAND_DISPLAY && !WSL_DISTRO_NAME) return undefined;
    // VS Code refuses to start as root.
    if (process.getuid?.() === 0) return undefined;
  }
  for (const name of editors) {
    const found = findOnPath(name);
    if (found) return found;
  }
  return undefined;
}

function findOnPath(name) {
  const suffixes = process.platform === 'win32' ? ['.cmd', '.exe'] : [''];
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    // The command inside a remote window talks to that window: it cannot load an extension under development.
    if (folder === '' || /remote-cli/.test(folder)) continue;
    for (const suffix of suffixes) {
      const file = join(folder, name + suffix);
      if (statSync(file, { throwIfNoEntry: false })?.isFile()) return file;
    }
  }
  return undefined;
}

async function openDesktop(editor, target) {
  await run(process.execPath, [join(repository, 'esbuild.mjs')], { cwd: repository });
  console.log(`Opening ${target} in ${editor}`);
  const args = [`--extensionDevelopmentPath=${repository}`, '--new-window', target];
  const child = spawn(editor, args, { stdio: 'inherit', shell: process.platform === 'win32' });
  process.exitCode = await new Promise((done, failed) => {
    child.on('error', failed);
    child.on('exit', (code) => done(code ?? 1));
  });
}

async function serve(target) {
  console.log('No desktop VS Code can be opened from here: serving VS Code to your browser instead.');
  const server = await ensureServer();
  const data = await mkdtemp(join(tmpdir(), 'session-lens-start-'));
  const running = { stop() {} };
  const stop = async () => {
    running.stop();
    await rm(data, { recursive: true, force: true, maxRetries: 5 });
    process.exit();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => void stop());

  console.log('Building and packaging the extension…');
  const vsix = join(data, 'session-lens.vsix');
  await packageExtension(vsix);
  await writeSettings(data, {
    'workbench.startupEditor': 'none',
    'workbench.secondarySideBar.defaultVisibility': 'hidden',
    'git.openRepositoryInParentFolders': 'never',
    'telemetry.telemetryLevel': 'off',
  });
  await installExtension(server, data, vsix);
  const host = await startServer(server, {
    data,
    // Anybody on this machine can reach a local port: only who has the address gets in.
    token: randomBytes(16).toString('hex'),
    trustEverything: isOurs(target),
  });
  running.stop = () => host.stop();
  const url = host.url(target);
  console.log(`\nVS Code ${await serverVersion(server)} with Session Lens, on ${target}:\n\n  ${url}\n`);
  console.log('Press Ctrl+C to stop.');
  openInBrowser(url);
  await host.exited;
  await stop();
}

/** The examples are part of this repository: no need to ask whether their authors can be trusted. */
function isOurs(target) {
  const path = relative(join(repository, 'examples'), target);
  return path !== '' && !path.startsWith('..') && !/^[A-Za-z]:/.test(path);
}

function openInBrowser(url) {
  const [command, ...args] = {
    darwin: ['open', url],
    win32: ['rundll32', 'url.dll,FileProtocolHandler', url],
  }[process.platform] ?? ['xdg-open', url];
  // The address is printed: no browser here is no problem.
  spawn(command, args, { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}
