import { expect, test } from 'vitest';
import {
  BEHAVIOUR_FACTS,
  NEWEST_KNOWN,
  resolveBehaviour,
  type BehaviourFlag,
} from '../../shared/session/behaviour';

/** First version that differs from the one before it, per flag. */
test.each<[BehaviourFlag, string, boolean]>([
  ['resavesNonRolling', '4.0.0', true],
  ['resavesNonRolling', '4.16.1', true],
  ['resavesNonRolling', '4.17.0', false],
  ['resavesNonRolling', '3.8.0', false],
  ['tokenExpires', '4.0.0', false],
  ['tokenExpires', '4.5.0', false],
  ['tokenExpires', '4.5.1', true],
  ['clockTolerance', '4.5.1', false],
  ['clockTolerance', '4.6.0', true],
  ['expiredTokenThrows', '4.5.0', false],
  ['expiredTokenThrows', '4.5.1', true],
  ['expiredTokenThrows', '4.8.0', true],
  ['expiredTokenThrows', '4.9.0', false],
  ['expiryFlooredAsWhole', '4.5.1', true],
  ['expiryFlooredAsWhole', '4.6.0', false],
  ['expiryFromInt32', '4.11.0', false],
  ['expiryFromInt32', '4.11.1', true],
  ['transient', '4.4.2', false],
  ['transient', '4.5.0', true],
  ['beforeSessionRolled', '4.22.0', false],
  ['beforeSessionRolled', '4.23.0', true],
  ['idpSessionExpiry', '4.23.0', false],
  ['idpSessionExpiry', '4.24.0', true],
  ['nonRollingAnchored', '3.8.0', true],
  ['nonRollingAnchored', '2.7.0', true],
  ['nonRollingAnchored', '4.0.0', false],
  ['checksDurationsOnRead', '3.0.0', true],
  ['checksDurationsOnRead', '4.30.0', false],
])('%s in %s: %s', (flag, version, value) => {
  expect(resolveBehaviour(version)[flag]).toBe(value);
});

test('an unknown version behaves as the newest known one', () => {
  const { version, ...newest } = resolveBehaviour(NEWEST_KNOWN);
  expect(version).toBe(NEWEST_KNOWN);
  for (const unknown of [null, 'workspace:*', '', 'latest', '^4.9.0']) {
    expect(resolveBehaviour(unknown)).toEqual({ ...newest, version: null });
  }
  expect(resolveBehaviour('99.0.0')).toEqual({ ...newest, version: '99.0.0' });
});

test('pre-releases and a leading v are understood', () => {
  expect(resolveBehaviour('v4.17.0-beta.1').resavesNonRolling).toBe(false);
  expect(resolveBehaviour('4.0.0-beta.14').generation).toBe(4);
});

test('every fact has its source', () => {
  for (const { source } of BEHAVIOUR_FACTS) expect(source).toMatch(/\.js/);
});
