/** What the values of cookies look like, before anything is opened. */
import { isNameOfSdk } from '../names';
import type { PastedCookie } from '../types';

/** How the values of the SDK start, and those of iron-session. */
export const ENCODED = /^(?:\d{9,12}(?::|%3A))?eyJ[\w-]|^Fe26\./i;
/** `header..iv.ciphertext.tag`: the encrypted key between the first two dots is empty. */
export const ENCRYPTED = /^eyJ[\w-]{10,300}\.\.[\w-]{10,}\.[\w-]+\.[\w-]{10,}$/;
/** Also the first chunk of one. */
const ENCRYPTED_START = /^eyJ[\w-]{10,300}\.\./;

export function isOfSdk({ name, value }: PastedCookie): boolean {
  return isNameOfSdk(name) || ENCODED.test(value);
}

/** A whole cookie of the SDK, or the first part of one. Under another name other tokens start with `eyJ` as well. */
export function startsCookieOfSdk({ name, value }: PastedCookie): boolean {
  return isNameOfSdk(name) ? value.startsWith('eyJ') : ENCRYPTED_START.test(value);
}
