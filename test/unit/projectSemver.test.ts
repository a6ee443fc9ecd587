import { describe, expect, it } from 'vitest';
import { atLeast, compareVersions, parseVersion, rangeBounds } from '../../server/project/semver';
import type { PackageVersion } from '../../server/model';

const ranged = (range: string): PackageVersion => ({ version: null, range, source: 'package.json' });

describe('compareVersions', () => {
  it('orders as semver 2.0.0 §11 does', () => {
    const ordered =
      '1.0.0-alpha 1.0.0-alpha.1 1.0.0-alpha.beta 1.0.0-beta 1.0.0-beta.2 1.0.0-beta.11 1.0.0-rc.1 1.0.0 1.0.10 1.2.0 10.0.0';
    const versions = ordered.split(' ').map((text) => parseVersion(text)!);
    for (const [i, a] of versions.entries()) {
      for (const [j, b] of versions.entries())
        expect(Math.sign(compareVersions(a, b))).toBe(Math.sign(i - j));
    }
  });

  it('reads build metadata and a leading v, and nothing that is no version', () => {
    expect(parseVersion('v4.30.0+build.7')).toEqual({ major: 4, minor: 30, patch: 0, prerelease: '' });
    for (const text of ['', '4', '4.1', 'latest', '^4.0.0', '4.0.0.0', '1.2.3-']) {
      expect(parseVersion(text)).toBeUndefined();
    }
  });
});

describe('atLeast', () => {
  it.each([
    ['4.17.0', '4.17.0', true],
    ['4.30.0', '4.17.0', true],
    ['4.16.1', '4.17.0', false],
    ['4.18.0-beta.1', '4.17.0', true],
    ['4.16.0-beta.1', '4.17.0', false],
    // A prerelease of the target may or may not have it.
    ['4.17.0-beta.1', '4.17.0', 'unknown'],
    ['16.0.0-canary.18', '16.0.0', 'unknown'],
    ['garbage', '4.17.0', 'unknown'],
  ])('%s is at least %s: %s', (version, target, expected) => {
    expect(atLeast(version, target)).toBe(expected);
    expect(atLeast({ version, range: null, source: 'lockfile' }, target)).toBe(expected);
  });

  it.each([
    ['^4.18.0', '4.17.0', true],
    ['^4.0.0', '4.17.0', 'unknown'],
    ['~4.16.0', '4.17.0', false],
    ['^3.5.0', '4.0.0', false],
    ['4.x', '4.0.0', true],
    ['4', '5.0.0', false],
    ['>=4.17.0 <5', '4.17.0', true],
    ['>= 4.17.0', '4.17.0', true],
    ['<4.17.0', '4.17.0', false],
    ['<=4.17.0', '4.17.0', 'unknown'],
    ['>4.16', '4.17.0', true],
    ['4.18.0 - 4.20.0', '4.17.0', true],
    ['^3.0.0 || ^4.18.0', '4.17.0', 'unknown'],
    ['^4.17.0 || ^5.0.0', '4.17.0', true],
    ['^0.2.0', '0.3.0', false],
    ['^0.0.3', '0.0.4', false],
    ['^16.0.0-canary.1', '16.0.0', 'unknown'],
    ['workspace:^4.18.0', '4.17.0', true],
    ['*', '4.17.0', 'unknown'],
    ['', '4.17.0', 'unknown'],
    ['latest', '4.17.0', 'unknown'],
    ['catalog:', '4.17.0', 'unknown'],
    ['workspace:*', '4.17.0', 'unknown'],
    ['npm:@acme/fork@9.0.0', '4.17.0', 'unknown'],
    ['git+https://example.com/a.git#v9.0.0', '4.17.0', 'unknown'],
    ['file:../sdk', '4.17.0', 'unknown'],
  ])('the range %s proves at least %s: %s', (range, target, expected) => {
    expect(atLeast(ranged(range), target)).toBe(expected);
  });

  it('is unknown when nothing is known', () => {
    expect(atLeast(null, '4.17.0')).toBe('unknown');
    expect(atLeast({ version: null, range: null, source: null }, '4.17.0')).toBe('unknown');
  });

  it('trusts the installed version over the range', () => {
    expect(atLeast({ version: '4.16.0', range: '^4.18.0', source: 'node_modules' }, '4.17.0')).toBe(false);
  });
});

describe('rangeBounds', () => {
  it('takes the tightest of several comparators', () => {
    const bounds = rangeBounds('>=4.1.0 >=4.3.0 <6 <5.2.0');
    expect(bounds?.min).toMatchObject({ major: 4, minor: 3 });
    expect(bounds?.below).toMatchObject({ major: 5, minor: 2 });
  });
});
