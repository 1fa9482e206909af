/** A name whose spelling is settled when the whole module is known: an import, or a constant of the module. */
export interface Name {
  /** What it is of: `core sub`, `type AWS::SNS::Topic`, `local Resources.Uploads`. */
  readonly of: string;
}

/** Code with the places where it may break, after Wadler's and Prettier's printers. */
export type Doc =
  | string
  | readonly Doc[]
  | { readonly is: 'name'; readonly name: Name }
  /** Text with line breaks of its own, which no indentation touches. */
  | { readonly is: 'verbatim'; readonly text: string }
  | { readonly is: 'line'; readonly flat: string; readonly hard?: boolean }
  | { readonly is: 'indent'; readonly doc: Doc }
  /** Only where the group around it is broken. */
  | { readonly is: 'broken'; readonly text: string }
  | { readonly is: 'group'; readonly doc: Doc; readonly hard: boolean }
  /** The first form that fits, else the last. */
  | { readonly is: 'choice'; readonly forms: readonly [Doc, ...Doc[]] };

export const line: Doc = { is: 'line', flat: ' ' };
export const softline: Doc = { is: 'line', flat: '' };
export const hardline: Doc = { is: 'line', flat: '', hard: true };

export function indent(doc: Doc): Doc {
  return { is: 'indent', doc };
}

/** One line, or, where that is too long or `hard`, broken at each of its own lines. */
export function group(doc: Doc, hard = false): Doc {
  return { is: 'group', doc, hard: hard || breaks(doc) };
}

const known = new WeakMap<object, boolean>();

/** Whether a doc cannot be on one line. */
export function breaks(doc: Doc): boolean {
  if (typeof doc === 'string') return false;
  const before = known.get(doc);
  if (before !== undefined) return before;
  const found = 'is' in doc ? breaksNode(doc) : doc.some(breaks);
  known.set(doc, found);
  return found;
}

function breaksNode(doc: Exclude<Doc, string | readonly Doc[]>): boolean {
  switch (doc.is) {
    case 'line':
      return doc.hard === true;
    case 'indent':
      return breaks(doc.doc);
    case 'group':
      return doc.hard;
    case 'choice':
      return breaks(doc.forms[0]);
    case 'verbatim':
      return doc.text.includes('\n');
    default:
      return false;
  }
}

/** What a doc names, each name as often as it does. */
export function namesIn(doc: Doc): readonly string[] {
  const found: string[] = [];
  const visit = (each: Doc): void => {
    if (typeof each === 'string') return;
    if (!('is' in each)) each.forEach(visit);
    else if (each.is === 'name') found.push(each.name.of);
    else if (each.is === 'indent' || each.is === 'group') visit(each.doc);
    // All forms say the same.
    else if (each.is === 'choice') visit(each.forms[0]);
  };
  visit(doc);
  return found;
}

interface Command {
  readonly depth: number;
  readonly broken: boolean;
  readonly doc: Doc;
}

/** How a doc is printed. */
export interface LayoutOptions {
  readonly width: number;
  spell(name: Name): string;
}

/** Prints a doc: groups on one line where they fit. */
export function layout(doc: Doc, { width, spell }: LayoutOptions): string {
  const written: string[] = [];
  let column = 0;
  const write = (text: string): void => {
    written.push(text);
    const at = text.lastIndexOf('\n');
    column = at < 0 ? column + text.length : text.length - at - 1;
  };
  const work: Command[] = [{ depth: 0, broken: true, doc }];
  for (let next = work.pop(); next !== undefined; next = work.pop()) {
    const { depth, broken, doc: each } = next;
    const fits = (candidate: Command): boolean => fitsIn(width - column, candidate, work, spell);
    if (typeof each === 'string') write(each);
    else if (!('is' in each))
      for (let at = each.length - 1; at >= 0; at -= 1) work.push({ depth, broken, doc: each[at] ?? '' });
    else if (each.is === 'name') write(spell(each.name));
    else if (each.is === 'verbatim') write(each.text);
    else if (each.is === 'indent') work.push({ depth: depth + 1, broken, doc: each.doc });
    else if (each.is === 'broken') write(broken ? each.text : '');
    else if (each.is === 'line') write(broken ? `\n${'  '.repeat(depth)}` : each.flat);
    else if (each.is === 'group') {
      const flat: Command = { depth, broken: false, doc: each.doc };
      work.push(!each.hard && (!broken || fits(flat)) ? flat : { ...flat, broken: true });
    } else {
      const least = each.forms.length - 1;
      const forms = each.forms.map(
        (form, at): Command => ({ depth, broken: broken && at === least, doc: form }),
      );
      const [first, last] = [forms[0], forms.at(-1)];
      const chosen = broken ? (forms.find(fits) ?? last) : first;
      if (chosen !== undefined) work.push(chosen);
    }
  }
  return written.join('');
}

/** Whether what is to come fits up to the first place where the line may end. */
function fitsIn(
  room: number,
  candidate: Command,
  after: readonly Command[],
  spell: LayoutOptions['spell'],
): boolean {
  let left = room;
  let rest = after.length;
  const work: Command[] = [candidate];
  while (left >= 0) {
    const next = work.pop() ?? after[--rest];
    if (next === undefined) return true;
    const { depth, broken, doc } = next;
    if (typeof doc === 'string') left -= doc.length;
    else if (!('is' in doc))
      for (let at = doc.length - 1; at >= 0; at -= 1) work.push({ depth, broken, doc: doc[at] ?? '' });
    else if (doc.is === 'name') left -= spell(doc.name).length;
    else if (doc.is === 'verbatim') {
      const end = doc.text.indexOf('\n');
      if (end >= 0) return left >= end;
      left -= doc.text.length;
    } else if (doc.is === 'line') {
      if (broken || doc.hard === true) return true;
      left -= doc.flat.length;
    } else if (doc.is === 'broken') left -= broken ? doc.text.length : 0;
    else if (doc.is === 'indent') work.push({ depth, broken, doc: doc.doc });
    else if (doc.is === 'group') work.push({ depth, broken: doc.hard || broken, doc: doc.doc });
    else work.push({ depth, broken, doc: (broken ? doc.forms.at(-1) : doc.forms[0]) ?? '' });
  }
  return false;
}
