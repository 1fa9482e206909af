import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createOutputReader } from '../../../src/aws/lambda/execution/output-reader.ts';

function read(chunks: readonly string[]): { texts: string[]; ends: string[] } {
  const texts: string[] = [];
  const ends: string[] = [];
  const reader = createOutputReader({ text: (text) => texts.push(text), end: (id) => ends.push(id) });
  for (const chunk of chunks) reader.write(chunk);
  reader.close();
  return { texts, ends };
}

it('keeps a message of several lines whole and splits plain output', () => {
  const frame = `\0${JSON.stringify({ log: 'a\nb\n' })}\0`;
  expect(read([`x\ny${frame}z\n`])).toEqual({ texts: ['x\n', 'a\nb\n', 'yz\n'], ends: [] });
});

it('reads the same whatever the chunks, and loses no frame', () => {
  const part = fc.oneof(
    fc.string().map((log) => ({ kind: 'log' as const, log })),
    fc
      .string({ unit: fc.constantFrom('a', 'b', ' ', '{', '"') })
      .map((line) => ({ kind: 'line' as const, line })),
    fc.uuid().map((id) => ({ kind: 'end' as const, id })),
  );
  fc.assert(
    fc.property(fc.array(part), fc.array(fc.nat(20)), (parts, cuts) => {
      const all = parts
        .map((item) => {
          if (item.kind === 'log') return `\0${JSON.stringify({ log: item.log })}\0`;
          return item.kind === 'end' ? `\0${JSON.stringify({ end: item.id })}\0` : `${item.line}\n`;
        })
        .join('');
      const chunks: string[] = [];
      let at = 0;
      for (const cut of cuts) {
        chunks.push(all.slice(at, at + cut));
        at += cut;
      }
      chunks.push(all.slice(at));
      const { texts, ends } = read(chunks);
      expect(texts).toEqual(
        parts.flatMap((item) => {
          if (item.kind === 'log') return [item.log];
          return item.kind === 'line' && item.line !== '' ? [`${item.line}\n`] : [];
        }),
      );
      expect(ends).toEqual(parts.flatMap((item) => (item.kind === 'end' ? [item.id] : [])));
    }),
  );
});

it('gives out everything a function writes, NULs aside', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: fc.constantFrom('a', '\0', '{', '"', '}', 'l') })), (chunks) => {
      const { texts } = read(chunks);
      expect(texts.join('')).toBe(chunks.join('').replaceAll('\0', ''));
    }),
  );
});

it('keeps no more than a log event of a line that does not end, and a bounded frame', () => {
  const texts: string[] = [];
  const reader = createOutputReader({ text: (message) => texts.push(message), end: () => {} });
  for (let n = 0; n < 30; n++) reader.write('x'.repeat(100_000));
  expect(texts.map(({ length }) => length)).toEqual([1_100_000, 1_100_000]);
  reader.write('\0');
  for (let n = 0; n < 170; n++) reader.write('y'.repeat(100_000));
  reader.close();
  expect(texts.join('')).toHaveLength(20_000_000);
  expect(texts).toHaveLength(4);
});
