/** What a cookie is that the SDK did not write, for texts in which nothing else is found. */
import { describeJwt, describeLibrary, describeOther, describeOtherJwe, libraryOf } from './foreign';
import type { Reading } from './group';
import type { KeyList } from './jwe';
import { shapeOf, splitSigned } from './shape';
import { failed, incomplete, looksSigned } from './open';
import type { DecodedCookie } from './types';

export function explainUnrelated(reading: Reading, keys: KeyList): DecodedCookie {
  const { name, value } = reading;
  const library = libraryOf(name, value);
  if (library !== null) return failed(reading, 'malformed', describeLibrary(library), 'unknown');
  // The end of a session under a name of the app's own.
  if (reading.missing.length > 0 && /^[\w.-]+$/.test(value)) return incomplete(reading, reading.missing);
  if (splitSigned(value) !== null) return looksSigned(reading, keys);
  const shape = shapeOf(value);
  const message =
    shape.is === 'jwt'
      ? describeJwt(name, shape.header, shape.claims)
      : shape.is === 'jwe'
        ? describeOtherJwe(shape.header)
        : null;
  return failed(reading, 'malformed', message ?? describeOther(name, value), 'unknown');
}
