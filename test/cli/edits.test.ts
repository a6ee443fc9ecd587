import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits, mergeFixes } from '../../shared/edits';
import type { Fix, TextEdit } from '../../shared/finding';
import { lineStarts, rangeOf } from '../../shared/text';

const file = '/a.ts';

/** An edit by offsets into `text`. */
function at(text: string, start: number, end: number, newText: string, path = file): TextEdit {
  return { file: path, range: rangeOf(lineStarts(text), { start, end }), newText };
}

function fix(...edits: TextEdit[]): Fix {
  return { title: 'fix', safe: true, edits };
}

describe('applyEdits', () => {
  it('applies edits in any order', () => {
    const text = 'one two three';
    expect(applyEdits(text, [at(text, 8, 13, '3'), at(text, 0, 3, '1')])).toBe('1 two 3');
  });

  it('keeps the order of insertions at one place', () => {
    expect(applyEdits('x', [at('x', 0, 0, 'a'), at('x', 0, 0, 'b')])).toBe('abx');
  });

  it('refuses edits that overlap', () => {
    expect(() => applyEdits('abcd', [at('abcd', 0, 3, ''), at('abcd', 2, 4, '')])).toThrow('overlap');
  });

  it('writes the line ends of the file', () => {
    const text = 'a\r\nb\r\n';
    expect(applyEdits(text, [at(text, 3, 3, 'x\ny\r\n')])).toBe('a\r\nx\r\ny\r\nb\r\n');
  });

  it('moves a position outside the text to the nearest one inside', () => {
    const beyond = { start: { line: 0, character: 99 }, end: { line: 9, character: 0 } };
    expect(applyEdits('ab\ncd', [{ range: beyond, newText: '!' }])).toBe('ab!');
  });

  it('equals splicing from the end, whatever the edits', () => {
    const spans = fc.array(fc.tuple(fc.nat(40), fc.nat(6), fc.string({ maxLength: 4 })), { maxLength: 6 });
    // Without \r, whose line ends the edits would adapt to.
    const texts = fc.string({ unit: fc.constantFrom('a', '\n', '\t', 'é', '😀'), maxLength: 40 });
    fc.assert(
      fc.property(texts, spans, (text, raw) => {
        let last = 0;
        const parts = raw
          .map(([start, length, newText]) => ({ start: Math.min(start, text.length), length, newText }))
          .sort((a, b) => a.start - b.start)
          .flatMap(({ start, length, newText }) => {
            if (start < last) return [];
            last = Math.min(start + length, text.length);
            return [{ start, end: last, newText }];
          });
        const spliced = parts
          .toReversed()
          .reduce((result, p) => result.slice(0, p.start) + p.newText + result.slice(p.end), text);
        expect(
          applyEdits(
            text,
            parts.map((p) => at(text, p.start, p.end, p.newText)),
          ),
        ).toBe(spliced);
      }),
    );
  });
});

describe('mergeFixes', () => {
  const text = 'abcdefgh';

  it('takes the fixes that fit together, whole ones only', () => {
    const first = fix(at(text, 0, 2, 'X'));
    const second = fix(at(text, 4, 6, 'Y'), at(text, 1, 3, 'Z'));
    const third = fix(at(text, 4, 6, 'W'));
    const { applied, skipped, edits } = mergeFixes([first, second, third]);
    expect(applied).toEqual([first, third]);
    expect(skipped).toEqual([second]);
    expect(edits.get(file)).toEqual([...first.edits, ...third.edits]);
  });

  it('leaves an insertion that touches another change for later', () => {
    const replace = fix(at(text, 2, 4, 'X'));
    expect(mergeFixes([replace, fix(at(text, 4, 4, 'Y'))]).skipped).toHaveLength(1);
    expect(mergeFixes([replace, fix(at(text, 4, 5, 'Y'))]).skipped).toHaveLength(0);
    expect(mergeFixes([fix(at(text, 1, 1, 'X')), fix(at(text, 1, 1, 'Y'))]).skipped).toHaveLength(1);
  });

  it('makes an edit that two fixes share once', () => {
    const shared = at(text, 0, 0, 'import x;\n');
    const { applied, edits } = mergeFixes([
      fix(shared, at(text, 2, 3, 'X')),
      fix({ ...shared }, at(text, 5, 6, 'Y')),
    ]);
    expect(applied).toHaveLength(2);
    expect(applyEdits(text, edits.get(file) ?? [])).toBe('import x;\nabXdeYgh');
  });

  it('makes the edit that needs several fixes when all of them are applied', () => {
    const last = (uses: number) => ({ lastUse: { edit: at(text, 0, 1, ''), uses, of: 3 } });
    const one = { ...fix(at(text, 2, 3, 'X')), ...last(1) };
    const two = { ...fix(at(text, 5, 6, 'Y')), ...last(2) };
    const textOf = (...fixes: Fix[]) => applyEdits(text, mergeFixes(fixes).edits.get(file) ?? []);
    expect(textOf(one, two)).toBe('bXdeYgh');
    expect(textOf(one)).toBe('abXdefgh');
    expect(textOf(two)).toBe('abcdeYgh');
    // Another fix needs what would go.
    expect(textOf(fix(at(text, 0, 2, 'Z')), one, two)).toBe('ZXdeYgh');
  });

  it('skips a fix that contradicts itself', () => {
    expect(mergeFixes([fix(at(text, 0, 3, 'X'), at(text, 2, 5, 'Y'))]).applied).toEqual([]);
  });

  it('does not mix up files', () => {
    const other = at(text, 0, 2, 'X', '/b.ts');
    expect(mergeFixes([fix(at(text, 0, 2, 'X')), fix(other)]).applied).toHaveLength(2);
  });
});
