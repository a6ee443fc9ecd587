import { SDK_PACKAGE } from './manifest';

const SOURCE = /\.(?:tsx?|jsx?|[mc][jt]s)$/;
const DECLARATION = /\.d\.(?:[\w-]+\.)?[mc]?ts$/;
const TEST_FILE = /\.(?:test|spec|cy|e2e|stories|story)\.\w+$/;
const TEST_DIRECTORY = /(?:^|\/)(?:__tests__|__mocks__|__fixtures__|__snapshots__)\//;
/** Only at the top of a package: deeper, `app/e2e/page.tsx` is a page. */
const TOP_TEST_DIRECTORY = /^(?:tests?|e2e|cypress|playwright|stories)\//;
const TOP_CONFIG = /^[^/]+\.config\.[mc]?[jt]s$/;

/**
 * Whether a file can take part in the app at run time: source code that is no test, story, type declaration or
 * configuration of a tool.
 * @param relative path below its package
 */
export function isSourceFile(relative: string): boolean {
  return (
    SOURCE.test(relative) &&
    !DECLARATION.test(relative) &&
    !TEST_FILE.test(relative) &&
    !TEST_DIRECTORY.test(relative) &&
    !TOP_TEST_DIRECTORY.test(relative) &&
    !TOP_CONFIG.test(relative)
  );
}

/**
 * A file without any of these words holds no client, no import of the SDK and no call of a client's method, and is
 * never parsed on its own account, except for its links (other files may still lead to it). The methods are those of
 * `Auth0Client` in 4.30.0 (dist/server/client.d.ts) and the helpers of version 3; a client may reach a file under any name.
 */
export const MARKER_WORDS: readonly string[] = [
  SDK_PACKAGE,
  'Auth0Client',
  'middleware',
  'getSession',
  'updateSession',
  'touchSession',
  'getAccessToken',
  'getTokenByBackchannelAuth',
  'customTokenExchange',
  'createFetcher',
  'withPageAuthRequired',
  'withApiAuthRequired',
  'startInteractiveLogin',
  'startEnterpriseLogin',
  'connectAccount',
  'disconnectAccount',
  'getConnectedAccounts',
  'revokeRefreshToken',
  'requestSessionTransferToken',
  'buildSessionTransferRedirect',
  '.passwordless',
  '.passkey',
  '.mfa',
];

const MARKERS = new RegExp(MARKER_WORDS.map((word) => word.replace('.', '\\.')).join('|'));

/** Half of the files of an app hold a `<Link>`: only one with a path of the SDK beside it is worth a look. */
const SDK_LINK = /\/auth\/log(?:in|out)/;

export function isCandidate(text: string): boolean {
  return MARKERS.test(text) || (text.includes('next/link') && SDK_LINK.test(text));
}
