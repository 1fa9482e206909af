import { widthOf, wrap } from '../columns.ts';

/** How wide a text is drawn in a sans-serif font, a little on the wide side. */
export function textWidth(text: string, size: number, bold = false): number {
  let width = 0;
  for (const character of text) width += shareOf(character);
  return width * size * (bold ? 1.13 : 1);
}

function shareOf(character: string): number {
  if (widthOf(character) === 2) return 1.05;
  if (/[ijl.,:;'|!I()[\]{}tfr ]/.test(character)) return 0.34;
  if (/[mwMW@%✓✗…]/.test(character)) return 0.9;
  return /[A-Z0-9_&?#]/.test(character) ? 0.66 : 0.57;
}

/**
 * Breaks a text into at most `most` lines that are no wider than `width`. Of what is longer, the last line shows
 * the start after `…`, or with `keepEnd` the text's end: names differ there.
 */
export function drawnLines(
  text: string,
  width: number,
  size: number,
  most: number,
  { bold = false, keepEnd = false }: { readonly bold?: boolean; readonly keepEnd?: boolean } = {},
): readonly string[] {
  for (let columns = Math.ceil(width / (size * 0.34)); columns >= 4; columns--) {
    const lines = wrap(text, columns);
    if (lines.some((line) => textWidth(line, size, bold) > width)) continue;
    if (lines.length <= most) return lines;
    const rest = keepEnd ? text : lines.slice(most - 1).join(' ');
    return [...lines.slice(0, most - 1), shorten(rest, width, size, bold, keepEnd)];
  }
  return [shorten(text, width, size, bold, keepEnd)];
}

function shorten(text: string, width: number, size: number, bold: boolean, keepEnd: boolean): string {
  const characters = Array.from(text);
  const shown = () => (keepEnd ? `…${characters.join('')}` : `${characters.join('').trimEnd()}…`);
  while (characters.length > 1 && textWidth(shown(), size, bold) > width) {
    if (keepEnd) characters.shift();
    else characters.pop();
  }
  return shown();
}
