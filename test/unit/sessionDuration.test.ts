import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultsFor } from '../../shared/session/defaults';
import { formatDuration, formatDurationShort, parseDuration } from '../../shared/session/duration';

describe('formatDuration', () => {
  test.each([
    [0, '0 seconds', '0s'],
    [1, '1 second', '1s'],
    [45, '45 seconds', '45s'],
    [5400, '1 hour 30 minutes', '1h30m'],
    [86_460, '1 day 1 minute', '1d1m'],
    [604_800, '7 days', '7d'],
    [259_200_000, '3000 days', '3000d'],
    [90_061, 'about 1 day 1 hour', '~1d1h'],
    [7199, 'about 2 hours', '~2h'],
    [1_209_599, 'about 14 days', '~14d'],
    [0.4, 'less than 1 second', '<1s'],
    [-60, 'minus 1 minute', '-1m'],
    [Number.MAX_SAFE_INTEGER, 'about 104249991374 days', '~104249991374d'],
    [1e21, 'about 1e+16 days', '~1e+16d'],
    [NaN, 'not a number', 'NaN'],
    [Infinity, 'without limit', '∞'],
    [-Infinity, 'minus infinity', '-∞'],
  ])('%d', (seconds, long, short) => {
    expect(formatDuration(seconds)).toBe(long);
    expect(formatDurationShort(seconds)).toBe(short);
  });

  test('says "about" exactly when it rounds, and is never far off', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4e9 }), (seconds) => {
        const short = formatDurationShort(seconds);
        const parsed = parseDuration(short.replace('~', '')) ?? NaN;
        expect(short.startsWith('~')).toBe(parsed !== seconds);
        expect(formatDuration(seconds).startsWith('about')).toBe(parsed !== seconds);
        expect(Math.abs(parsed - seconds)).toBeLessThanOrEqual(seconds / 24);
        expect(formatDuration(seconds).split(' ').length).toBeLessThanOrEqual(5);
      }),
    );
  });

  test('any number gives a short text', () => {
    fc.assert(
      fc.property(fc.double(), (seconds) => {
        expect(formatDuration(seconds).length).toBeLessThan(60);
        expect(formatDurationShort(seconds).length).toBeLessThan(40);
      }),
    );
  });
});

describe('parseDuration', () => {
  test.each([
    ['90s', 90],
    ['15m', 900],
    ['2h', 7200],
    ['7d', 604_800],
    ['2w', 1_209_600],
    ['3600', 3600],
    ['1h30m', 5400],
    [' 1d 12H ', 129_600],
    ['1.5h', 5400],
    ['0', 0],
  ])('%s', (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });

  test.each([
    '',
    ' ',
    'x',
    '7dd',
    '7d,1h',
    '-1',
    '-7d',
    '1e3',
    'd',
    '7 days',
    'Infinity',
    'NaN',
    '9'.repeat(20),
  ])('refuses %j', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });

  test('long garbage is refused quickly', () => {
    const start = performance.now();
    expect(parseDuration('1'.repeat(50_000) + 'x')).toBeUndefined();
    expect(parseDuration(' '.repeat(50_000) + 'x')).toBeUndefined();
    expect(parseDuration('1d'.repeat(20_000) + 'x')).toBeUndefined();
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

test('defaults follow the major version', () => {
  expect(defaultsFor('4.0.0')).toEqual({
    rolling: true,
    absoluteDuration: 259_200,
    inactivityDuration: 86_400,
  });
  expect(defaultsFor('3.8.0').absoluteDuration).toBe(604_800);
  expect(defaultsFor('^3.5.0').absoluteDuration).toBe(604_800);
  expect(defaultsFor(null)).toEqual(defaultsFor('4.30.0'));
  expect(defaultsFor('workspace:*')).toEqual(defaultsFor('4.30.0'));
});
