// A Chromium for playwright-core: on Linux x64 the one packed in @sparticuz/chromium, elsewhere an installed browser.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { chromium } from 'playwright-core';
import { cached } from './hostCache.mjs';

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts a headless browser. `SESSION_LENS_CHROMIUM` names another executable. */
export async function launchBrowser(log = console.log) {
  const attempts = [];
  for (const candidate of await candidates(log)) {
    try {
      return await chromium.launch({ ...candidate, args, headless: true });
    } catch (error) {
      attempts.push(`${candidate.executablePath ?? candidate.channel}: ${firstLines(error.message)}`);
    }
  }
  throw new Error(
    `No Chromium starts here. Install one, or set SESSION_LENS_CHROMIUM to its path.\n${attempts.join('\n')}`,
  );
}

async function candidates(log) {
  const chosen = process.env.SESSION_LENS_CHROMIUM;
  if (chosen) return [{ executablePath: chosen }];
  const list = [];
  if (process.platform === 'linux' && process.arch === 'x64') list.push(await packed(log));
  for (const executablePath of ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/snap/bin/chromium']) {
    if (existsSync(executablePath)) list.push({ executablePath });
  }
  list.push({ channel: 'chrome' }, { channel: 'msedge' });
  return list;
}

/** Unpacks the browser with the few libraries and the font that a bare machine lacks. */
async function packed(log) {
  const require = createRequire(import.meta.url);
  const entry = require.resolve('@sparticuz/chromium');
  const manifest = join(dirname(entry), '..', '..', 'package.json');
  const { version } = JSON.parse(await readFile(manifest, 'utf8'));
  const folder = await cached(`chromium-${version}`, async (target) => {
    log(`Unpacking Chromium ${version}…`);
    await unpack(target);
  });
  return { executablePath: join(folder, 'chromium'), env: environment(folder) };
}

/** The package unpacks into the temporary folder, and its libraries only where it believes to be on AWS Lambda. */
async function unpack(target) {
  const { default: pack } = await import('@sparticuz/chromium');
  const before = { ...process.env };
  Object.assign(process.env, { TMPDIR: target, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' });
  try {
    await pack.executablePath();
  } finally {
    for (const name of ['TMPDIR', 'AWS_EXECUTION_ENV']) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  }
}

function environment(folder) {
  const env = { ...process.env };
  const { stdout } = spawnSync('ldd', [join(folder, 'chromium')], { encoding: 'utf8' });
  if (!stdout || stdout.includes('not found')) {
    env.LD_LIBRARY_PATH = [join(folder, 'al2023', 'lib'), env.LD_LIBRARY_PATH].filter(Boolean).join(':');
  }
  if (!existsSync('/etc/fonts/fonts.conf')) env.FONTCONFIG_PATH ??= join(folder, 'fonts');
  return env;
}

function firstLines(text) {
  return text.split('\n').slice(0, 4).join(' ');
}
