/**
 * Marker fixtures: several files in one text, with the expected findings drawn below the code.
 *
 *     //- /lib/auth0.ts
 *         inactivityDuration: 7 * 86400,
 *     //                      ^^^^^^^^^ warning inactivity-exceeds-absolute: ends after 3 days
 *
 * - `//- /path` starts a file; what stands before the first one is the description of the fixture.
 * - A marker stands below its line: carets below the range, then severity, rule and a part of the message. `^^^>`
 *   ends on a later line. Carets right behind the comment's opener (`//^^`, `#^^^`) start in the first column.
 *   Marker lines are taken out before the analysis.
 * - `//- fixed /path` holds the file as the only fix of the fixture leaves it.
 * - `//- without /path` leaves one of the default files out: package.json, proxy.ts, and a page.
 */
import { applyEdits } from '../../shared/edits';
import type { Finding, Fix, Severity } from '../../shared/finding';
import { type Engine, createEngine, type EngineOptions } from '../../server/engine';
import { memoryHost, type MemoryHost } from './memoryHost';

export interface Marker {
  file: string;
  /** Zero-based, as in the LSP. */
  line: number;
  start: number;
  /** Null: the range ends on a later line. */
  end: number | null;
  severity: Severity;
  rule: string;
  /** Part of the message; empty when the fixture does not say. */
  message: string;
}

export interface Fixture {
  /** Text by absolute path, without markers. */
  files: Record<string, string>;
  markers: Marker[];
  fixed: Record<string, string>;
  /** Default files that the fixture goes without. */
  without: string[];
}

/** All files of a fixture lie below this directory; `/lib/auth0.ts` stands for `/project/lib/auth0.ts`. */
export const root = '/project';

const HEADER = /^\/\/- (?:(fixed|without) )?(\/\S+)\s*$/;
const MARKER =
  /^\s*(?:\/\/|#|\{\/\*)\s*(\^+)(>?)\s+(error|warning|info|hint)\s+([a-z][\w-]*)(?::\s*(.*?))?\s*(?:\*\/\})?$/;

export function parseFixture(text: string): Fixture {
  const fixture: Fixture = { files: {}, markers: [], fixed: {}, without: [] };
  let lines: string[] | null = null;
  let file = '';
  let target: Record<string, string> = fixture.files;
  const finish = (): void => {
    if (lines) target[file] = `${lines.join('\n').trimEnd()}\n`;
  };
  for (const line of text.split('\n')) {
    const header = HEADER.exec(line);
    if (header) {
      finish();
      file = root + header[2];
      lines = header[1] === 'without' ? null : [];
      target = header[1] === 'fixed' ? fixture.fixed : fixture.files;
      if (header[1] === 'without') fixture.without.push(file);
      continue;
    }
    const marker = lines && parseMarker(line, file, lines.length - 1);
    if (marker) fixture.markers.push(marker);
    else lines?.push(line);
  }
  finish();
  return fixture;
}

function parseMarker(line: string, file: string, above: number): Marker | null {
  const match = MARKER.exec(line);
  if (!match) return null;
  const [, carets = '', open, severity, rule = '', message = ''] = match;
  const at = line.indexOf('^');
  const start = /^(?:\/\/|#)\^/.test(line) ? 0 : at;
  return {
    file,
    line: above,
    start,
    end: open ? null : at + carets.length,
    severity: severity as Severity,
    rule,
    message,
  };
}

const defaults: Record<string, string> = {
  [`${root}/package.json`]: `{
  "name": "fixture",
  "dependencies": { "@auth0/nextjs-auth0": "4.30.0", "next": "16.4.6", "react": "19.3.1" }
}
`,
  [`${root}/proxy.ts`]: `import type { NextRequest } from 'next/server';
import { auth0 } from './lib/auth0';

export async function proxy(request: NextRequest) {
  return await auth0.middleware(request);
}

export const config = {
  matcher: ['/((?!_next/static|_next/image|favicon\\\\.ico).*)'],
};
`,
  [`${root}/app/page.tsx`]: 'export default function Page() {\n  return null;\n}\n',
};

/** The fixture's files over the defaults; a default stands back where the fixture has a file for the same purpose. */
export function filesOf(fixture: Pick<Fixture, 'files' | 'without'>): Record<string, string> {
  const own = Object.keys(fixture.files);
  const has = (pattern: RegExp): boolean => own.some((path) => pattern.test(path.slice(root.length)));
  const files = { ...defaults };
  if (has(/(^|\/)(proxy|middleware)\.\w+$/)) delete files[`${root}/proxy.ts`];
  if (has(/^(\/src)?\/(app|pages)\//) || has(/^\/(apps|packages)\//)) delete files[`${root}/app/page.tsx`];
  for (const path of fixture.without) delete files[path];
  return { ...files, ...fixture.files };
}

export interface Project {
  host: MemoryHost;
  engine: Engine;
}

export function openFixture(
  fixture: Pick<Fixture, 'files' | 'without'>,
  options: Partial<EngineOptions> = {},
): Project {
  const host = memoryHost(filesOf(fixture));
  return { host, engine: createEngine({ host, roots: [root], ...options }) };
}

/** The changed files after a fix. */
export function fixedTexts({ host }: Pick<Project, 'host'>, fix: Fix): Map<string, string> {
  const files = [...new Set(fix.edits.map((edit) => edit.file))];
  return new Map(
    files.map((file) => [
      file,
      applyEdits(
        host.files.get(file) ?? '',
        fix.edits.filter((edit) => edit.file === file),
      ),
    ]),
  );
}

/** One line per expectation or finding, so that a difference reads like one. */
export function describeMarker(marker: Marker, withMessage = true): string {
  const end = marker.end === null ? '>' : marker.end + 1;
  const place = `${marker.file.slice(root.length)}:${marker.line + 1}:${marker.start + 1}-${end}`;
  return `${place} ${marker.severity} ${marker.rule}${withMessage ? `: ${marker.message}` : ''}`;
}

/** The findings in the form of markers, each with its whole message. */
export function markersOf(findings: readonly Finding[]): Marker[] {
  return findings.map(({ file, range, severity, rule, message }) => ({
    file,
    line: range.start.line,
    start: range.start.character,
    end: range.end.line === range.start.line ? range.end.character : null,
    severity,
    rule,
    message,
  }));
}

/**
 * What differs between the findings and the markers: unmarked findings start with `+`, markers without a finding
 * with `-`. Empty when all agree.
 */
export function difference(findings: readonly Finding[], markers: readonly Marker[]): string[] {
  const rest = markersOf(findings);
  const missing = markers.filter((marker) => {
    const at = rest.findIndex(
      (found) =>
        describeMarker(found, false) === describeMarker(marker, false) &&
        found.message.includes(marker.message),
    );
    if (at !== -1) rest.splice(at, 1);
    return at === -1;
  });
  return [...missing.map((m) => `- ${describeMarker(m)}`), ...rest.map((m) => `+ ${describeMarker(m)}`)];
}
