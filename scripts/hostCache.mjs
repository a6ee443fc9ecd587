// A per-user cache that survives `npm ci`, with one folder per pinned version.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { access, constants, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

const repository = dirname(import.meta.dirname);

/** Where big downloads live: `$SESSION_LENS_CACHE`, else the platform's cache folder, else node_modules/.cache. */
export async function cacheRoot() {
  const chosen = process.env.SESSION_LENS_CACHE;
  const candidates = chosen ? [chosen] : [join(userCache(), 'session-lens')];
  candidates.push(join(repository, 'node_modules', '.cache', 'session-lens'));
  for (const folder of candidates) {
    try {
      await mkdir(folder, { recursive: true });
      await access(folder, constants.W_OK);
      return folder;
    } catch {
      // A home directory that cannot be written (containers, build users): try the next one.
    }
  }
  throw new Error(`No writable cache folder among ${candidates.join(', ')}. Set SESSION_LENS_CACHE to one.`);
}

function userCache() {
  if (process.env.XDG_CACHE_HOME) return process.env.XDG_CACHE_HOME;
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches');
  if (process.platform === 'win32') {
    return process.env.LOCALAPPDATA ?? join(homedir(), 'AppData', 'Local');
  }
  return join(homedir(), '.cache');
}

/**
 * Returns the folder `name` of the cache and makes it first when it is missing. `make(folder)` fills a temporary folder
 * that is renamed when complete, so a broken download is never taken for a good one. Two runs do not work twice.
 */
export async function cached(name, make) {
  const root = await cacheRoot();
  const folder = join(root, name);
  if (existsSync(folder)) return folder;
  return withLock(join(root, `${name}.lock`), async () => {
    if (existsSync(folder)) return folder;
    const partial = join(root, `${name}.partial`);
    await rm(partial, { recursive: true, force: true });
    await mkdir(partial, { recursive: true });
    await make(partial);
    await rename(partial, folder);
    return folder;
  });
}

/** A lock file that holds its owner's process id; one whose owner is gone is taken over. */
async function withLock(file, work) {
  const started = Date.now();
  for (let told = false; ;) {
    try {
      await writeFile(file, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (await isStale(file)) {
      await rm(file, { force: true });
      continue;
    }
    if (!told) console.log(`Waiting for another run that holds ${file}`);
    told = true;
    if (Date.now() - started > 15 * 60_000) throw new Error(`Another run has held ${file} for 15 minutes.`);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

async function isStale(file) {
  try {
    const [owner, { mtimeMs }] = [Number(await readFile(file, 'utf8')), await stat(file)];
    // The file exists for a moment before its owner has written the id.
    if (!owner) return Date.now() - mtimeMs > 10_000;
    process.kill(owner, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

/** Runs a program to its end and returns its standard output; its last lines are in the error when it fails. */
export function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let output = '';
    let errors = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (errors += chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) return resolve(output);
      const tail = `${output}\n${errors}`.trim().split('\n').slice(-15).join('\n');
      reject(new Error(`${[command, ...args].join(' ')} ended with code ${code}:\n${tail}`));
    });
  });
}

/** npm as the one that runs this script, else the one on the PATH. */
export function npm(args, options = {}) {
  const cli = process.env.npm_execpath;
  if (cli && /npm-cli\.[cm]?js$/.test(cli) && existsSync(cli)) {
    return run(process.execPath, [cli, ...args], options);
  }
  return run('npm', args, { ...options, shell: process.platform === 'win32' });
}
