import type { Random } from '../seams.ts';
import { requestsOf, type Slot } from './entry.ts';

export interface WrittenBatch {
  readonly contentType: string;
  /** ASCII, lines ended by CR LF throughout, as the service wants it. */
  readonly body: string;
}

export function writeBatch(slots: readonly Slot[], random: Random): WrittenBatch {
  const mark = unusedMark(slots, random);
  const boundary = `batch_${mark}`;
  const parts = slots.map((slot, index) => {
    if ('entry' in slot) return slot.text;
    const inner = `changeset_${mark}_${index + 1}`;
    const texts = slot.map(({ text }) => text);
    return `Content-Type: multipart/mixed; boundary=${inner}\r\n\r\n${join(inner, texts)}`;
  });
  return { contentType: `multipart/mixed; boundary=${boundary}`, body: `${join(boundary, parts)}\r\n` };
}

function join(boundary: string, parts: readonly string[]): string {
  return `${parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('')}--${boundary}--`;
}

/** What no part holds, so that no text can end a part. */
function unusedMark(slots: readonly Slot[], random: Random): string {
  const base = Math.floor(random() * 2 ** 52).toString(16);
  for (let turn = 0; ; turn += 1) {
    const mark = `${base}_${turn}`;
    if (!slots.some((slot) => requestsOf(slot).some(({ text }) => text.includes(mark)))) return mark;
  }
}
