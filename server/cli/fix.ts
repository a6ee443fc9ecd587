import {
  accessSync,
  chmodSync,
  constants,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { applyEdits, mergeFixes } from '../../shared/edits';
import type { Finding, Fix } from '../../shared/finding';
import type { Analysis, Engine } from '../engine';
import type { Host } from '../model';
import { reasonOf } from './paths';

/** A fix may make room for another one; more rounds than this mean that two fixes undo each other. */
const MAX_ROUNDS = 10;

export interface AppliedFix {
  finding: Finding;
  title: string;
}

export interface Fixed {
  /** What is left after the fixes. */
  analysis: Analysis;
  applied: AppliedFix[];
}

interface Change {
  before: string;
  after: string;
}

/** A host over another one, with the texts of changed files in memory. */
export interface Overlay extends Host {
  readonly changes: ReadonlyMap<string, Change>;
  change(path: string, before: string, after: string): void;
}

export function createOverlay(host: Host): Overlay {
  const changes = new Map<string, Change>();
  return {
    changes,
    change(path, before, after) {
      changes.set(path, { before: changes.get(path)?.before ?? before, after });
    },
    readFile: (path) => changes.get(path)?.after ?? host.readFile(path),
    readDirectory: (path) => host.readDirectory(path),
  };
}

/**
 * Applies the safe fixes in memory until none is left, then writes the files. Nothing is written when a file cannot
 * be, so that a failure leaves the project as it was.
 */
export async function fixAll(engine: Engine, overlay: Overlay, disk: Host): Promise<Fixed> {
  let analysis = await engine.analyze();
  const all: AppliedFix[] = [];
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const applied = applyRound(analysis, engine, overlay);
    if (applied.length === 0) break;
    all.push(...applied);
    analysis = await engine.analyze();
  }
  const changes = [...overlay.changes].filter(([, { before, after }]) => before !== after);
  for (const [path, { before }] of changes) {
    if (disk.readFile(path) !== before)
      throw new WriteError(`${path} changed while it was checked; run again`);
    assertWritable(path);
  }
  for (const [path, { after }] of changes) writeAtomically(path, after);
  return { analysis, applied: all };
}

function applyRound({ findings }: Analysis, engine: Engine, overlay: Overlay): AppliedFix[] {
  const isSafe = (fix: Fix) =>
    fix.safe && fix.edits.length > 0 && fix.edits.every((edit) => overlay.readFile(edit.file) !== undefined);
  const safe = findings.flatMap((finding) => {
    const fix = finding.fixes.find(isSafe);
    return fix ? [[fix, finding] as const] : [];
  });
  const findingOf = new Map(safe);
  const { edits, applied } = mergeFixes(safe.map(([fix]) => fix));
  for (const [path, fileEdits] of edits) {
    const before = overlay.readFile(path) ?? '';
    overlay.change(path, before, applyEdits(before, fileEdits));
    engine.fileChanged(path);
  }
  return applied.flatMap((fix) => {
    const finding = findingOf.get(fix);
    return finding ? [{ finding, title: fix.title }] : [];
  });
}

function assertWritable(path: string): void {
  try {
    accessSync(path, constants.W_OK);
  } catch (error) {
    throw writeError(path, error);
  }
}

/** Through a file beside it and a rename: a reader sees the old text or the new one. Links stay links. */
function writeAtomically(path: string, text: string): void {
  let temporary: string | undefined;
  try {
    const target = realpathSync(path);
    temporary = `${target}.${process.pid}.tmp`;
    writeFileSync(temporary, byteOrderMark(target) + text, { flag: 'wx' });
    chmodSync(temporary, statSync(target).mode);
    renameSync(temporary, target);
  } catch (error) {
    if (temporary) rmSync(temporary, { force: true });
    throw writeError(path, error);
  }
}

/** The host reads files without their byte order mark; it must survive a fix. */
function byteOrderMark(file: string): string {
  return readFileSync(file).subarray(0, 3).toString('utf8') === '\ufeff' ? '\ufeff' : '';
}

function writeError(path: string, error: unknown): Error {
  return new WriteError(`cannot write ${path}: ${reasonOf(error)}`, { cause: error });
}

/** A file could not be written. The message is for the user; it names the file and the reason. */
export class WriteError extends Error {}
