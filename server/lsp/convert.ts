/** Between the engine's findings and the protocol's diagnostics, actions and edits. */
import {
  type CodeActionKind,
  DiagnosticSeverity,
  DiagnosticTag,
  type CodeAction,
  type Diagnostic,
  type InitializeParams,
  type TextDocumentEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { Finding, Severity, TextEdit } from '../../shared/finding';
import type { ClientOffers, PictureTheme } from '../../shared/protocol';
import type { Action } from '../features/codeActions';

export const SOURCE = 'session-lens';

/** What a client can show; see `clientAbilities`. */
export interface Abilities {
  related: boolean;
  docsLink: boolean;
  data: boolean;
  tags: boolean;
  /** Versioned edits in a WorkspaceEdit. */
  documentChanges: boolean;
  preferredAction: boolean;
  /** Runs the commands of the extension. */
  commands: boolean;
  /** Shows pictures in hovers, on this ground at first; null where it does not. */
  pictures: PictureTheme | null;
  /** Asks again for lenses, or hints, when told to. */
  lensRefresh: boolean;
  hintRefresh: boolean;
  /** Knows the syntax of snippets in completion, and shows a description behind a label. */
  snippets: boolean;
  labelDetails: boolean;
}

export function clientAbilities({ capabilities, initializationOptions }: InitializeParams): Abilities {
  const pull = capabilities.textDocument?.diagnostic;
  const push = capabilities.textDocument?.publishDiagnostics;
  const actions = capabilities.textDocument?.codeAction;
  const completion = capabilities.textDocument?.completion?.completionItem;
  const offers = (initializationOptions ?? {}) as Partial<Record<keyof ClientOffers, unknown>>;
  return {
    related: (pull?.relatedInformation ?? push?.relatedInformation) === true,
    docsLink: (pull?.codeDescriptionSupport ?? push?.codeDescriptionSupport) === true,
    data: (pull?.dataSupport ?? push?.dataSupport ?? actions?.dataSupport) === true,
    tags: has(pull?.tagSupport ?? push?.tagSupport),
    documentChanges: capabilities.workspace?.workspaceEdit?.documentChanges === true,
    preferredAction: actions?.isPreferredSupport === true,
    commands: offers.commands === true,
    pictures: offers.pictures === 'light' || offers.pictures === 'dark' ? offers.pictures : null,
    lensRefresh: capabilities.workspace?.codeLens?.refreshSupport === true,
    hintRefresh: capabilities.workspace?.inlayHint?.refreshSupport === true,
    snippets: completion?.snippetSupport === true,
    labelDetails: completion?.labelDetailsSupport === true,
  };
}

/** `tagSupport` is an object; very old clients sent a boolean. */
function has(tagSupport: unknown): boolean {
  return typeof tagSupport === 'object' ? tagSupport !== null : tagSupport === true;
}

const severities: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** Rules that point at code without effect, which editors fade. */
const UNNECESSARY = new Set(['inactivity-ignored-when-not-rolling']);

/** Travels with a diagnostic and names its finding, so that an action is only offered while that finding stands. */
export interface DiagnosticData {
  finding: string;
}

export function toDiagnostic(
  finding: Finding,
  abilities: Abilities,
  uriOf: (path: string) => string,
): Diagnostic {
  const diagnostic: Diagnostic = {
    range: finding.range,
    severity: severities[finding.severity],
    code: finding.rule,
    source: SOURCE,
    message: finding.message,
  };
  if (abilities.docsLink) diagnostic.codeDescription = { href: finding.docs };
  if (abilities.tags && UNNECESSARY.has(finding.rule)) diagnostic.tags = [DiagnosticTag.Unnecessary];
  if (abilities.related && finding.related.length > 0) {
    diagnostic.relatedInformation = finding.related.map(({ file, range, message }) => ({
      location: { uri: uriOf(file), range },
      message,
    }));
  }
  if (abilities.data) diagnostic.data = { finding: findingKey(finding) } satisfies DiagnosticData;
  return diagnostic;
}

/** Equal for findings that look the same to the user, in any version of the file. */
export function findingKey({ rule, range, message }: Finding): string {
  const { start, end } = range;
  return hash([rule, start.line, start.character, end.line, end.character, message].join('\n'));
}

/** Changes when, and only when, one of the diagnostics does. */
export function resultIdOf(diagnostics: readonly Diagnostic[]): string {
  return hash(JSON.stringify(diagnostics));
}

/** 64 bits of FNV-1a over UTF-16 code units, as two independent halves. */
function hash(text: string): string {
  let a = 0x811c9dc5;
  let b = 0xcbf29ce4;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    a = Math.imul(a ^ c, 0x01000193);
    b = Math.imul(b ^ c, 0x85ebca6b);
  }
  return (a >>> 0).toString(36) + (b >>> 0).toString(36);
}

export interface OpenVersions {
  uriOf(path: string): string;
  /** Null for a document that is not open. */
  versionOf(path: string): number | null;
}

/** `known`: the client's own diagnostics, so that the action hangs on the squiggle the user sees. */
export function toCodeAction(
  action: Action,
  known: readonly Diagnostic[],
  abilities: Abilities,
  open: OpenVersions,
): CodeAction {
  const result: CodeAction = {
    title: action.title,
    kind: action.kind satisfies CodeActionKind,
    edit: toWorkspaceEdit(action.edits, abilities, open),
  };
  if (action.findings.length > 0) {
    result.diagnostics = action.findings.map(
      (finding) => known.find((d) => matches(d, finding)) ?? toDiagnostic(finding, abilities, open.uriOf),
    );
  }
  if (action.preferred && abilities.preferredAction) result.isPreferred = true;
  return result;
}

/** Is this diagnostic, as the client sent it back, the one made of this finding? */
export function matches(diagnostic: Diagnostic, finding: Finding): boolean {
  if (diagnostic.source !== SOURCE || diagnostic.code !== finding.rule) return false;
  const data = diagnostic.data as Partial<DiagnosticData> | undefined;
  if (typeof data?.finding === 'string') return data.finding === findingKey(finding);
  const { start } = diagnostic.range;
  return start.line === finding.range.start.line && start.character === finding.range.start.character;
}

function toWorkspaceEdit(
  edits: readonly TextEdit[],
  abilities: Abilities,
  open: OpenVersions,
): WorkspaceEdit {
  const changes = new Map<string, TextDocumentEdit>();
  for (const { file, range, newText } of edits) {
    const uri = open.uriOf(file);
    const change = changes.get(uri) ?? { textDocument: { uri, version: open.versionOf(file) }, edits: [] };
    change.edits.push({ range, newText });
    changes.set(uri, change);
  }
  if (abilities.documentChanges) return { documentChanges: [...changes.values()] };
  const plain = [...changes].map(([uri, change]) => [uri, change.edits] as const);
  return { changes: Object.fromEntries(plain) as WorkspaceEdit['changes'] & {} };
}
