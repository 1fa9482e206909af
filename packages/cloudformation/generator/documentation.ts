/** How much documentation is kept, in characters. */
export interface Lengths {
  readonly resource: number;
  readonly definition: number;
  readonly property: number;
  readonly attribute: number;
}

/** A type with very many properties gets a line for each: three of them would fill a tenth of the package. */
export function lengthsFor(properties: number): Lengths {
  return properties > 1000
    ? { resource: 240, definition: 50, property: 50, attribute: 50 }
    : { resource: 240, definition: 70, property: 110, attribute: 60 };
}

/**
 * Documentation as it stands in an editor's hover: its opening, whole sentences, without links.
 *
 * The type's page is linked once, from the type. Notes, examples, and sentences that only point to other pages are
 * left out, and so is what says no more than the name: `The ID of the rule.` of a `RuleId`. The same text gives the
 * same text.
 */
export function opening(documentation: string | undefined, length: number, name = ''): string | undefined {
  for (const paragraph of (documentation ?? '').split(/\n\s*\n/)) {
    if (/^\s*(?:>|```|\|)/.test(paragraph)) continue;
    const text = sentences(plain(paragraph), length);
    if (text !== '') return saysNoMore(text, name) ? undefined : text;
  }
  return undefined;
}

const fillers: ReadonlySet<string> = new Set(
  (
    'a about an and any are arn be by contains each for from has id identifier in information is it its list name of on ' +
    'or specifies specify that the this to type used value values which with your amazon aws resource settings number ' +
    'defines configuration object property properties s options array represents describes unique'
  ).split(' '),
);

/** Whether a text only says the name again. */
function saysNoMore(text: string, name: string): boolean {
  const known = name.toLowerCase();
  const words = text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return name !== '' && words.every((word) => fillers.has(word) || known.includes(word.replace(/s$/, '')));
}

/** Markdown without links, and without the blanks that the source leaves before points. */
function plain(text: string): string {
  return text
    .replace(/\[([^\]]*)\]\([^()]*(?:\([^()]*\)[^()]*)*\)/g, '$1')
    .replace(/ +([.,;:])(?=\s|$)/g, '$1')
    .replace(/[ \t]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .trim();
}

const pointer =
  /^(?:For (?:more|additional|further|detailed|an?|the|general)?\s*(?:information|details|examples?|list|descriptions?|guidance|overview)|For (?:more|details)|For information|To learn|See (?:also )?|Learn more|You can find)\b/i;

/** Whole sentences up to a length; the first is kept however long it is, cut at a word. */
function sentences(paragraph: string, length: number): string {
  const all = paragraph
    .split(/(?<=[.!?:])\s+(?=[A-Z"'`*(-])|\n(?=[-*\d])/)
    .filter(
      (sentence, i, { length: count }) =>
        !pointer.test(sentence) && !(i > 0 && i === count - 1 && sentence.endsWith(':')),
    );
  let text = '';
  for (const sentence of all) {
    // A list reads on: `a: b; c: d`.
    const item = /^[-*] /.test(sentence);
    const next =
      text === ''
        ? sentence
        : `${text}${item && !text.endsWith(':') ? '; ' : ' '}${sentence.replace(/^[-*] /, '')}`;
    if (text !== '' && next.length > length) break;
    text = next;
  }
  return cut(text.replace(/\s+/g, ' ').replace(/:$/, '.'), length);
}

function cut(text: string, length: number): string {
  return text.length <= length
    ? text
    : `${text.slice(0, text.lastIndexOf(' ', length - 2)).replace(/[,;:]$/, '')} …`;
}
