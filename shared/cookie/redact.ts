/** Payloads that can be shown to others: secrets are replaced by their length. */
import { isAboutSecret, isSecretName } from '../secretNames';
import type { CookieKind } from './types';
import { utf8Length } from './utf8';

/** A JWT or JWE, and the keys and tokens of well-known services: they tell by their start what they are. */
const KNOWN_TOKEN =
  /(?<![\w-])(?:eyJ[\w-]{8,}(?:\.[\w-]*){2,4}|(?:v1\.M[\w-]{16}|ya29\.|1\/\/0|gh[pousr]_|github_pat_|glpat-|xox[a-z]-|[sr]k_(?:live|test)_|sk-(?:proj|ant|svcacct|admin)-|whsec_)[\w.-]{4,}|(?:sk-|AIza|npm_)[A-Za-z\d_-]{32,}|-----BEGIN [A-Z ]{0,30}PRIVATE KEY)/;
/** What follows the name of a scheme, as the whole text or where it can be no prose; the password in an address. */
const CREDENTIALS =
  /^(?:bearer|dpop)\s+\S{8,}$|\b(?:bearer|dpop)\s+(?=\S*\d)\S{16,}|\bauthorization["']?\s*[:=]\s*["']?\w+\s+\S{8,}|[a-z][\w+.-]{1,20}:\/\/[^/\s:@]{0,100}:[^/\s@]{1,300}@/i;
/** Base64 of `user:password`, and no plain word such as the name of a plan. */
const BASIC =
  /\b[Bb]asic\s+(?!(?:[A-Z]?[a-z]+|[A-Z]+)(?![\w+/=]))(?:[A-Za-z\d+/]{4}){2,}(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?(?![\w+/=])/;
/** `?access_token=…` of an address, `"client_secret":"…"` of JSON in a text. */
const PAIR = /([\w-]{2,64})(?:=|"\s*:\s*")[^\s"&#;,]{4}/g;
/** When a secret was set or ends is no secret. */
const TIME = /^\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d)?$/;
/** Of the SDK, at the top of a session: lists of objects whose members tell by their names what they are. */
const LISTS_OF_SDK = new Set(['accessTokens', 'connectionTokenSets']);
/** What protects a login in progress is no secret elsewhere: `address.state`. */
const LOGIN_SECRET = /^(?:nonce|state|authSession)$/;
/** No session nests so deep, and recursion has an end. */
const MAX_DEPTH = 100;

/**
 * The payload with tokens and other secrets as `<redacted N bytes>`, N in UTF-8. A copy, same order. What neither its
 * name nor its text gives away stays.
 */
export function redactPayload(payload: Record<string, unknown>, kind: CookieKind): Record<string, unknown> {
  return redactObject(payload, { isLogin: kind === 'transaction' }, 0);
}

interface Place {
  isLogin?: boolean;
  /** Inside of what has the name of a secret: an app's `tokens: { google: '…' }` holds nothing else. */
  isSecret?: boolean;
}

function redactObject(
  value: Record<string, unknown>,
  { isLogin = false, isSecret = false }: Place,
  depth: number,
): Record<string, unknown> {
  const entries = Object.entries(value).map(([name, item]) => {
    const isNamed =
      isSecretName(name) && !(depth === 0 && isListOfSdk(name, item)) && !isNumberOf(name, item);
    const hides = isNamed || (isLogin && LOGIN_SECRET.test(name)) || (isSecret && !isAbout(name, item));
    return [name, redact(item, hides, depth + 1)] as const;
  });
  return Object.fromEntries(entries);
}

function isListOfSdk(name: string, item: unknown): boolean {
  return LISTS_OF_SDK.has(name) && Array.isArray(item) && item.every((each) => typeof each === 'object');
}

/** An object may hold anything: `tokens: { connection: { google: '…' } }`. */
function isAbout(name: string, item: unknown): boolean {
  return isAboutSecret(name) && (typeof item !== 'object' || Array.isArray(item));
}

/** `tokens: 512` counts them. */
function isNumberOf(name: string, item: unknown): boolean {
  return typeof item === 'number' && /s$/i.test(name);
}

function redact(value: unknown, isSecret: boolean, depth: number): unknown {
  if (typeof value === 'string') {
    const hides = isSecret ? !TIME.test(value) : holdsSecret(value);
    return hides ? gone(value) : value;
  }
  if (typeof value === 'number') return isSecret ? gone(String(value)) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (depth > MAX_DEPTH) return '<redacted: nested too deep>';
  if (Array.isArray(value)) return (value as unknown[]).map((item) => redact(item, isSecret, depth + 1));
  return redactObject(value as Record<string, unknown>, { isSecret }, depth);
}

/** Under any name, and anywhere in the text. */
function holdsSecret(text: string): boolean {
  if (KNOWN_TOKEN.test(text) || CREDENTIALS.test(text) || BASIC.test(text)) return true;
  return [...text.matchAll(PAIR)].some(
    ([, name = '']) => isSecretName(name) || /^sig(?:nature)?$/i.test(name),
  );
}

function gone(text: string): string {
  return `<redacted ${utf8Length(text)} bytes>`;
}
