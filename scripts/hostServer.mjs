// VS Code as a local web server. Its compiled server comes out of the npm registry (inside the package code-server), so
// that no other download is needed. Native modules stay unbuilt: VS Code only logs that two optional ones are missing.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cached, npm, run } from './hostCache.mjs';

/** `layout` goes up when what is kept of an installation changes, so that an older cache is not taken for it. */
const pinned = {
  layout: 1,
  version: '4.139.1',
  integrity:
    'sha512-fUYvJVdz4ZoVJfakGiGWXFMpF8K1ObsrpGvX17ZxNpKOzdNHs7lANT670JTr4ZhA8DnWqyvvmFG/d3HV9Yy6ew==',
};

const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];

/** The folder of VS Code's server, fetched on the first call (about 60 MB, half a minute). */
export async function ensureServer(log = console.log) {
  return cached(`vscode-server-${pinned.version}-${pinned.layout}`, async (folder) => {
    log(`Fetching VS Code (code-server ${pinned.version}) from the npm registry…`);
    const spec = `code-server@${pinned.version}`;
    const [pack] = JSON.parse(await npm(['pack', spec, '--json', ...quiet], { cwd: folder }).catch(explain));
    if (pack.integrity !== pinned.integrity) {
      throw new Error(`${spec} is not the file this project was tested with (${pack.integrity}).`);
    }
    log('Unpacking VS Code…');
    await run('tar', ['-xzf', pack.filename, '--strip-components=3', 'package/lib/vscode'], { cwd: folder });
    await rm(join(folder, pack.filename));
    log("Installing VS Code's own dependencies…");
    await npm(['install', '--omit=dev', '--ignore-scripts', ...quiet], { cwd: folder }).catch(explain);
    await prune(folder);
    log(`VS Code is in ${dirname(folder)} and stays there for the next run.`);
  });
}

/**
 * Half of the installation serves AI agents and other platforms. The TypeScript extension has no compiler here, and would
 * only complain about that.
 */
async function prune(folder) {
  const ripgrep = join(folder, 'node_modules', '@vscode', 'ripgrep-universal', 'bin');
  const foreign = (await readdir(ripgrep)).filter((name) => name !== `${process.platform}-${process.arch}`);
  const unused = [
    ...['copilot', 'typescript-language-features'].map((name) => join(folder, 'extensions', name)),
    ...['@github', '@microsoft/mxc-sdk'].map((name) => join(folder, 'node_modules', name)),
    ...foreign.map((name) => join(ripgrep, name)),
  ];
  await Promise.all(unused.map((path) => rm(path, { recursive: true, force: true })));
}

function explain(error) {
  throw new Error(`VS Code could not be fetched from the npm registry. Is the network up?\n${error.message}`);
}

/** Node 22 or newer: the one that runs this script, else the dev dependency `node`. */
export function modernNode() {
  if (Number(process.versions.node.split('.')[0]) >= 22) return process.execPath;
  const require = createRequire(import.meta.url);
  const binary = join(
    dirname(require.resolve('node/package.json')),
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  );
  if (existsSync(binary)) return binary;
  throw new Error(
    'VS Code needs Node 22 or newer, and the dev dependency "node" is not installed. Run npm ci.',
  );
}

/** Version of VS Code itself, such as 1.139.1. */
export async function serverVersion(server) {
  return JSON.parse(await readFile(join(server, 'package.json'), 'utf8')).version;
}

/** Installs a VSIX into `data/extensions` and returns the installed extension's folder. */
export async function installExtension(server, data, vsix) {
  const output = await run(modernNode(), [
    join(server, 'out', 'server-main.js'),
    ...['--server-data-dir', data, '--accept-server-license-terms', '--telemetry-level', 'off'],
    ...['--install-extension', vsix, '--force'],
  ]);
  const list = JSON.parse(await readFile(join(data, 'extensions', 'extensions.json'), 'utf8'));
  const installed = list.find((each) => each.identifier.id === 'session-lens.session-lens');
  if (!installed) throw new Error(`VS Code did not install ${vsix}:\n${output}`);
  return join(data, 'extensions', installed.relativeLocation);
}

export async function writeSettings(data, settings) {
  const file = join(data, 'data', 'User', 'settings.json');
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(settings, null, 2));
}

/**
 * Starts the server on a free port of the loopback address.
 * `token`: what a browser must present; null for none. `testDriver`: obey a URL's `payload`, as in tests.
 */
export async function startServer(
  server,
  { data, token = null, trustEverything = false, testDriver = false },
) {
  const args = [
    join(server, 'out', 'server-main.js'),
    ...['--host', '127.0.0.1', '--port', '0', '--server-data-dir', data],
    ...['--accept-server-license-terms', '--telemetry-level', 'off'],
    ...(token === null ? ['--without-connection-token'] : ['--connection-token', token]),
    ...(trustEverything ? ['--disable-workspace-trust'] : []),
    ...(testDriver ? ['--enable-smoke-test-driver'] : []),
  ];
  const child = spawn(modernNode(), args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    // Its own process group, so that the extension hosts go with it.
    detached: process.platform !== 'win32',
    env: cleanEnvironment(),
  });
  const output = [];
  const stop = () => stopTree(child);
  process.on('exit', stop);
  const port = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => fail('did not start within 60 s'), 60_000);
    const fail = (what) => {
      stop();
      reject(new Error(`VS Code's server ${what}:\n${output.join('').slice(-3000)}`));
    };
    const read = (chunk) => {
      output.push(String(chunk));
      if (output.length > 400) output.shift();
      const match = /agent listening on (\d+)/.exec(output.join(''));
      if (!match) return;
      clearTimeout(timer);
      resolve(Number(match[1]));
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('error', (error) => fail(error.message));
    child.on('exit', (code) => fail(`ended with code ${code}`));
  });
  return {
    port,
    stop,
    exited: new Promise((resolve) => child.on('exit', resolve)),
    output: () => output.join(''),
    url: (target, payload) => address(port, target, token, payload),
  };
}

/** The address of a workbench. `target`: absolute path of a folder or of a `.code-workspace` file. */
function address(port, target, token, payload) {
  const url = new URL(`http://localhost:${port}/`);
  if (token !== null) url.searchParams.set('tkn', token);
  const path = pathToFileURL(target).pathname;
  url.searchParams.set(target.endsWith('.code-workspace') ? 'workspace' : 'folder', decodeURIComponent(path));
  if (payload) url.searchParams.set('payload', JSON.stringify(payload));
  return url.href;
}

/** Variables of a VS Code we may be running inside of would make the server talk to that one. */
function cleanEnvironment() {
  const env = { ...process.env };
  for (const name of Object.keys(env)) {
    if (/^(VSCODE_|ELECTRON_|npm_)/.test(name)) delete env[name];
  }
  return env;
}

function stopTree(child) {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  try {
    if (process.platform === 'win32') spawn('taskkill', ['/pid', String(child.pid), '/T', '/F']);
    else process.kill(-child.pid, 'SIGTERM');
  } catch {
    child.kill();
  }
}
