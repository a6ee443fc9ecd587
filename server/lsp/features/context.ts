import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Connection } from 'vscode-languageserver';
import type { AnalysisService } from '../analysis';
import type { Abilities } from '../convert';
import type { OpenDocuments } from '../documents';
import type { Log } from '../log';
import type { SettingsStore } from '../settings';
import { uriToPath } from '../uri';

export interface FeatureContext {
  connection: Connection;
  analysis: AnalysisService;
  documents: OpenDocuments;
  settings: SettingsStore;
  abilities: Abilities;
  log: Log;
}

/** An open document of the file system, by the URI a request names. */
export function openDocument(
  { documents }: FeatureContext,
  uri: string,
): { path: string; document: TextDocument } | undefined {
  const path = uriToPath(uri);
  const document = path === undefined ? undefined : documents.byPath(path);
  return path === undefined || !document ? undefined : { path, document };
}
