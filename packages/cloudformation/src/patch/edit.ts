/** One stretch of text that gives way to another. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text after an edit; what is new has the line ends that the text has. */
export function edited(whole: string, { start, end, text }: Edit): string {
  const inserted = whole.includes('\r\n') ? text.replaceAll(/\r?\n/g, '\r\n') : text;
  return whole.slice(0, start) + inserted + whole.slice(end);
}

/** Where the line of an offset begins. */
export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

/** Where the line after an offset begins; the text's end where there is none. */
export function nextLine(text: string, offset: number): number {
  const found = text.indexOf('\n', offset);
  return found < 0 ? text.length : found + 1;
}

/** The white space with which the line of an offset begins. */
export function indentAt(text: string, offset: number): string {
  return /^[ \t]*/.exec(text.slice(lineStart(text, offset)))?.[0] ?? '';
}
