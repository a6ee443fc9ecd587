/**
 * npm run bench [-- NAME…] [--json] [--repetitions N] [--no-build]
 *
 * Runs test/bench/NAME.bench.ts (all of them by default) and prints Markdown tables. Each exports
 * `run({ root, repetitions })`, which gives tables (see test/bench/bench.ts).
 */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const root = path.join(import.meta.dirname, '..');
const folder = path.join(root, 'test/bench');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    repetitions: { type: 'string', default: '7' },
    build: { type: 'boolean', default: true },
  },
  allowNegative: true,
});

const repetitions = Number(values.repetitions);
if (!Number.isInteger(repetitions) || repetitions < 1)
  fail(`--repetitions must be 1 or more: ${values.repetitions}`);
const names = readdirSync(folder).flatMap((name) => /^(.+)\.bench\.(?:ts|mjs)$/.exec(name)?.[1] ?? []);
for (const name of positionals)
  if (!names.includes(name)) fail(`no such benchmark: ${name} (there is ${names.join(', ')})`);

if (values.build) {
  const { status } = spawnSync(process.execPath, [path.join(root, 'esbuild.mjs')], {
    stdio: 'inherit',
    cwd: root,
  });
  if (status !== 0) process.exit(status ?? 1);
}

const machine = {
  cpu: os.cpus()[0]?.model.trim() ?? 'unknown',
  cores: os.cpus().length,
  memoryGiB: Math.round(os.totalmem() / 2 ** 30),
  system: `${os.type()} ${os.release()}`,
  node: process.version,
  /** More than the number of cores means that others were at work, too: then only ratios are worth something. */
  loadBefore: Number(os.loadavg()[0]?.toFixed(1)),
};

const results = [];
for (const name of positionals.length > 0 ? positionals : names) {
  const { run } = await load(name);
  if (!values.json) process.stderr.write(`${name} …\n`);
  results.push({ name, tables: await run({ root, repetitions }) });
}

if (values.json)
  process.stdout.write(JSON.stringify({ version: 1, machine, repetitions, results }, null, 2) + '\n');
else process.stdout.write(markdown());

/** The benchmarks are TypeScript: they share code with the tests. */
async function load(name) {
  const file = readdirSync(folder).find((entry) => entry.startsWith(`${name}.bench.`));
  const outfile = path.join(root, '.cache/bench', `${name}.mjs`);
  await build({
    entryPoints: [path.join(folder, file)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
  });
  return import(pathToFileURL(outfile).href);
}

function markdown() {
  const { cpu, cores, memoryGiB, system, node, loadBefore } = machine;
  const head = `Machine: ${cpu}, ${cores} cores, ${memoryGiB} GiB, ${system}, Node.js ${node}; load before the run ${loadBefore}; ${repetitions} repetitions.`;
  return [head, ...results.flatMap((result) => result.tables.map(tableText))].join('\n\n') + '\n';
}

function tableText({ title, columns, rows, notes = [] }) {
  const cell = (value) => (typeof value === 'number' ? value.toFixed(1) : value);
  const line = (cells) => `| ${cells.map(cell).join(' | ')} |`;
  const table = [line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n');
  return [`### ${title}`, table, ...notes].join('\n\n');
}

function fail(message) {
  process.stderr.write(`bench: ${message}\n`);
  process.exit(2);
}
