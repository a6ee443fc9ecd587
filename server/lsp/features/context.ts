import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { CancellationToken, Connection } from 'vscode-languageserver';
import type { AppParams } from '../../../shared/protocol';
import type { AppModel } from '../../model';
import type { AnalysisService, Snapshot } from '../analysis';
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
  /** Calls back after each analysis of a state of the workspace that nobody has abandoned. */
  onAnalysed(listener: (snapshot: Snapshot) => void): void;
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

/** The apps a custom request is about, in their present state. */
export async function appsOf(
  { analysis }: FeatureContext,
  params: AppParams | null,
  token: CancellationToken,
): Promise<readonly AppModel[]> {
  const { apps } = await analysis.latest(token, false);
  const root = params?.root;
  return root === undefined ? apps : apps.filter(({ project }) => project.root === root);
}
