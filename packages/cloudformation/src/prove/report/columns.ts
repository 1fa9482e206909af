const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
const none = /\p{Mn}|\p{Me}/u;

/** How many columns of a terminal a text takes. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += none.test(character) ? 0 : wide.test(character) ? 2 : 1;
  return width;
}

/** A text filled up with spaces. */
export function padTo(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

/**
 * Breaks a text into lines of at most `width` columns: between words where it can, else after a mark that
 * parts names (`/`, `-`, `:`, `.`) or before a capital, else anywhere. An address stays whole: it is to be followed.
 */
export function wrap(text: string, width: number): readonly string[] {
  if (widthOf(text) <= width) return [text];
  const room = Math.max(4, width);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((each) => breakWord(each, room))) {
    const grown = line === '' ? word.text : `${line}${word.glued ? '' : ' '}${word.text}`;
    if (line === '' || widthOf(grown) <= room) line = grown;
    else {
      lines.push(line);
      line = word.text;
    }
  }
  return line === '' ? lines : [...lines, line];
}

interface Piece {
  readonly text: string;
  /** Whether it continues the piece before it. */
  readonly glued: boolean;
}

function breakWord(word: string, room: number): readonly Piece[] {
  if (widthOf(word) <= room || /^https?:\/\//.test(word)) return [{ text: word, glued: false }];
  const pieces: Piece[] = [];
  for (const part of word.split(/(?<=[/:.\-_,])|(?=[A-Z][a-z])/))
    for (const text of chop(part, room)) pieces.push({ text, glued: pieces.length > 0 });
  return pieces;
}

function chop(text: string, room: number): readonly string[] {
  const parts: string[] = [];
  let part = '';
  for (const character of text) {
    if (part !== '' && widthOf(part) + widthOf(character) > room) {
      parts.push(part);
      part = '';
    }
    part += character;
  }
  return part === '' ? parts : [...parts, part];
}
