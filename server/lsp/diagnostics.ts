/** How findings reach the client: one interface, pulled or pushed. */
import type { Connection, Diagnostic, InitializeParams } from 'vscode-languageserver';
import type { AnalysisService, Snapshot } from './analysis';
import type { Abilities } from './convert';
import { toDiagnostic } from './convert';
import type { OpenDocuments } from './documents';
import type { Log } from './log';
import { pullDiagnostics } from './pull';
import { pushDiagnostics } from './push';

export interface DiagnosticsSupport {
  /** Something changed; findings of any file may differ. `path`: the document the user types in. */
  changed(path?: string): void;
  closed(path: string, uri: string): void;
  /** A new snapshot is there. */
  analysed(snapshot: Snapshot): void;
  /** The user asked for the findings of the whole workspace. */
  showWorkspace(snapshot: Snapshot): void;
  dispose(): void;
}

export interface DiagnosticsContext {
  connection: Connection;
  params: InitializeParams;
  analysis: AnalysisService;
  documents: OpenDocuments;
  abilities: Abilities;
  log: Log;
}

export function canPull({ capabilities }: InitializeParams): boolean {
  return capabilities.textDocument?.diagnostic !== undefined;
}

export function diagnosticsSupport(context: DiagnosticsContext): DiagnosticsSupport {
  return canPull(context.params) ? pullDiagnostics(context) : pushDiagnostics(context);
}

export function diagnosticsOf(context: DiagnosticsContext, snapshot: Snapshot, path: string): Diagnostic[] {
  const findings = snapshot.byFile.get(path) ?? [];
  return findings.map((finding) => toDiagnostic(finding, context.abilities, context.documents.uriOf));
}
