/** Names that stand for a secret, in cookies and in code alike. */

/** `id_token`, `codeVerifier`, `secretAccessKey`, and whatever an app names in their manner, also in the middle of a name. */
const SECRET =
  /(?:tokens?|secrets?|verifier|pass(?:words?|wd|phrase|code)|assertion|credentials?|(?:api|auth|private|secret|access|sign(?:ing)?|(?:en|de)crypt(?:ion)?|master|shared|hmac|ssh)-?keys?|(?<![a-z\d])(?:pwd|jwt|jwe|otp|totp|pin))(?=\d*(?:-|$))/;
/** What says something of a secret is none: `token_type`, `accessKeyId`, `tokenExpiresAt`. */
const ABOUT =
  /-(?:ids?|names?|types?|sets?|claims|info|response|metadata|policy|endpoint|issuer|alg(?:orithm)?|version|status|count|length|used|at|in|ttl)$|(?:^|-)(?:scopes?|audience|exp|expir(?:es|y|ation))$|^(?:type|connection|provider)$/;

export function isSecretName(name: string): boolean {
  const words = wordsOf(name);
  return SECRET.test(words) && !ABOUT.test(words);
}

/** Also a member of an object that holds secrets: `tokens: { expiresAt }`. Not `id` alone, which may be an ID token. */
export function isAboutSecret(name: string): boolean {
  return ABOUT.test(wordsOf(name));
}

/** `client-secret` for any spelling of it. The address in front of a namespaced claim says nothing. */
function wordsOf(name: string): string {
  return name
    .slice(name.lastIndexOf('/') + 1)
    .replace(/([a-z\d])([A-Z])|([A-Z])(?=[A-Z][a-z])/g, '$1$3-$2')
    .toLowerCase()
    .replace(/[^a-z\d]+/g, '-');
}
