import { InvalidArgumentError, Option } from 'commander';
import { version } from '../../package.json';
import { docsUrl } from '../../shared/docs';
import { createEngine } from '../engine';
import type { Analysis } from '../engine';
import type { AppModel, PackageVersion } from '../model';
import { isInside } from '../project/paths';
import { nodeHost, toPosixPath } from '../project/nodeHost';
import { notChecked } from '../project/supported';
import type { Cli } from './program';
import { createOverlay, fixAll } from './fix';
import type { Fixed } from './fix';
import { formatters } from './formats';
import type { FormatName } from './formats';
import { visible } from './columns';
import { colorsFor, count } from './io';
import type { ExitCode, Io } from './io';
import { relativeTo, resolveDirectories } from './paths';
import { countSeverities } from './report';
import type { AppSummary, CheckReport, Formatter, RuleDescription } from './report';

export interface CheckOptions {
  format: FormatName;
  fix?: boolean;
  maxWarnings?: number;
}

/** Width of code lines where no terminal sets a limit. */
const DEFAULT_WIDTH = 160;

export function registerCheck({ program, io, exit }: Cli): void {
  program
    .command('check')
    .summary('find session mistakes in the Next.js apps of a directory')
    .description(
      'Finds session mistakes in every Next.js app below the directories (default: the current one)\nthat uses @auth0/nextjs-auth0. Your code is parsed, never executed.',
    )
    .argument('[dir...]', 'directories to check')
    .addOption(
      new Option('--format <format>', 'how to print the findings')
        .choices(Object.keys(formatters))
        .default('text'),
    )
    .option('--fix', 'apply the fixes that are safe')
    .option('--max-warnings <n>', 'fail when there are more than <n> warnings', toCount)
    .addHelpText(
      'after',
      '\nExit code: 0 clean, 1 errors found (or too many warnings), 2 wrong use or internal failure.',
    )
    .action(async (dirs: string[], options: CheckOptions) => exit(await check(dirs, options, io)));
}

function toCount(value: string): number {
  if (!/^\d+$/.test(value)) throw new InvalidArgumentError('It must be a whole number, 0 or more.');
  return Number(value);
}

export async function check(dirs: readonly string[], options: CheckOptions, io: Io): Promise<ExitCode> {
  const roots = resolveDirectories(dirs, io.cwd);
  const disk = nodeHost();
  const overlay = createOverlay(disk);
  const engine = createEngine({ host: overlay, roots, log: (line) => warn(io, line) });
  const fixed = options.fix ? await fixAll(engine, overlay, disk) : null;
  const analysis = fixed?.analysis ?? (await engine.analyze());

  const report = await toReport(analysis, options.format);
  const formatter: Formatter = formatters[options.format];
  if (fixed) (options.format === 'text' ? io.stdout : io.stderr).write(describeFixed(fixed, io.cwd));
  io.stdout.write(
    formatter.format(report, {
      base: baseOf(formatter.pathsFrom, roots, io),
      version,
      colors: colorsFor(io.stdout, io.env),
      width: io.stdout.columns ?? DEFAULT_WIDTH,
      readFile: (path) => overlay.readFile(path),
    }),
  );
  if (report.apps.length === 0 && options.format === 'text') {
    const names = roots.map((root) => relativeTo(io.cwd, root)).join(', ');
    warn(io, `no app that uses @auth0/nextjs-auth0 found in ${names}`);
  }
  return judge(report, options, io);
}

function judge({ findings }: CheckReport, { maxWarnings }: CheckOptions, io: Io): ExitCode {
  const counts = countSeverities(findings);
  if (counts.error > 0) return 1;
  if (maxWarnings === undefined || counts.warning <= maxWarnings) return 0;
  warn(io, `too many warnings: ${counts.warning}, the limit is ${maxWarnings}`);
  return 1;
}

function warn(io: Io, line: string): void {
  io.stderr.write(`session-lens: ${line}\n`);
}

function describeFixed({ applied }: Fixed, cwd: string): string {
  if (applied.length === 0) return 'Nothing to fix\n';
  const files = new Set(applied.map(({ finding }) => finding.file));
  const lines = applied.map(
    ({ finding, title }) => `  ${visible(`${relativeTo(cwd, finding.file)} - ${finding.rule}: ${title}`)}`,
  );
  return [`Fixed ${count(applied.length, 'problem')} in ${count(files.size, 'file')}`, ...lines, ''].join(
    '\n',
  );
}

async function toReport({ apps, findings, failures }: Analysis, format: FormatName): Promise<CheckReport> {
  return {
    findings,
    failures,
    apps: apps.filter(usesSdk).map(summarize),
    rules: format === 'sarif' ? await describeRules() : [],
  };
}

/** Loading the rules loads the parser, which only an app with the SDK, or SARIF's list of rules, is worth. */
async function describeRules(): Promise<RuleDescription[]> {
  const { rules } = await import('../rules');
  return rules.map(({ meta }) => ({ ...meta, docs: docsUrl(meta.id) }));
}

function usesSdk({ project, clients }: AppModel): boolean {
  return project.sdk.source !== null || clients.length > 0;
}

function summarize({ project, clients }: AppModel): AppSummary {
  return {
    root: project.root,
    sdk: shortVersion(project.sdk),
    next: shortVersion(project.next),
    clients: clients.length,
    notChecked: notChecked(project),
  };
}

function shortVersion({ version: exact, range }: PackageVersion): string | null {
  return exact ?? range;
}

function baseOf(pathsFrom: Formatter['pathsFrom'], roots: readonly string[], { cwd, env }: Io): string {
  if (pathsFrom === 'checked') return roots.length === 1 && roots[0] !== undefined ? roots[0] : cwd;
  const checkout = env['GITHUB_WORKSPACE'] && toPosixPath(env['GITHUB_WORKSPACE']);
  if (pathsFrom === 'repository' && checkout && isInside(checkout, cwd)) return checkout;
  return cwd;
}
