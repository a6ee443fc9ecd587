/**
 * `file:` URIs and the engine's paths (absolute, forward slashes, `c:/…` on Windows, `//server/share/…` for UNC).
 * Pure string work, so that the same code runs in node and in a web worker.
 */

/** Undefined for any other scheme (`untitled:`, `git:`, `vscode-vfs:`, …) and for malformed escapes. */
export function uriToPath(uri: string): string | undefined {
  const match = /^file:(?:\/\/([^/?#]*))?(\/[^?#]*)?/i.exec(uri);
  if (!match) return undefined;
  const [, authority = '', encoded = '/'] = match;
  const path = decode(encoded);
  if (path === undefined) return undefined;
  if (authority !== '' && authority !== 'localhost') return `//${decode(authority) ?? authority}${path}`;
  // VS Code writes drive letters in lower case; so do we, whatever another editor sends.
  const drive = /^\/([A-Za-z]):/.exec(path);
  return drive ? `${drive[1]?.toLowerCase()}:${path.slice(3)}` : path;
}

/** The spelling VS Code uses, so that diagnostics of closed files meet the editor's own documents. */
export function pathToUri(path: string): string {
  const unc = /^\/\/([^/]+)(\/.*)$/.exec(path);
  const [authority, local] = unc ? [unc[1] ?? '', unc[2] ?? ''] : ['', path];
  const absolute = local.startsWith('/') ? local : `/${local}`;
  return `file://${encode(authority)}${absolute.split('/').map(encode).join('/')}`;
}

/** A workspace folder's path without the slash some clients put at its end. */
export function folderPath(uri: string): string | undefined {
  const path = uriToPath(uri);
  return path === undefined || path === '/' ? path : path.replace(/\/+$/, '');
}

function encode(segment: string): string {
  return encodeURIComponent(segment).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
