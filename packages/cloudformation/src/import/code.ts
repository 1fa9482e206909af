import { breaks, type Doc, group, hardline, indent, line, type Name, softline } from './layout.ts';

/** What an expression is, as far as its surroundings are laid out by it. */
type Kind = 'array' | 'call' | 'member' | 'name' | 'object' | 'scalar' | 'string' | 'template';

/** An expression. */
export interface Code {
  readonly doc: Doc;
  readonly kind: Kind;
  /** Members of an object or items of a list. */
  readonly size?: number;
  /** A list of numbers. */
  readonly concise?: true;
  /** Whether it is cast; then it is no plain literal. */
  readonly cast?: true;
  /** A call or chain too short to be broken anywhere sensible. */
  readonly stiff?: true;
}

/** A member of an object or an item of a list, with what is to be said about it. */
export interface Part {
  readonly notes: readonly string[];
  readonly code: Code;
}

export function name(of: string): Code {
  const doc: Doc = { is: 'name', name: { of } satisfies Name };
  return { doc, kind: 'name' };
}

export function scalar(data: number | boolean | null): Code {
  // `-0` is a number of JSON, too; large exponents are written without a sign.
  return { doc: Object.is(data, -0) ? '-0' : String(data).replace('e+', 'e'), kind: 'scalar' };
}

/** A text: of several lines as a template literal. */
export function string(text: string): Code {
  if (/[^\n]\n+[^\n]/.test(text) && text.length > 24)
    return { doc: [{ is: 'verbatim', text: `\`${inTemplate(text)}\`` }], kind: 'template' };
  return { doc: quoted(text), kind: 'string' };
}

/** Quoted as Biome would: with the quotes that need fewer escapes. */
export function quoted(text: string): string {
  const count = (quote: string) => text.split(quote).length;
  const quote = count("'") > count('"') ? '"' : "'";
  const body = escapeControls(text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`));
  return `${quote}${body.replaceAll('\n', '\\n').replaceAll('\t', '\\t')}${quote}`;
}

/** Text inside a template literal. */
export function inTemplate(text: string): string {
  return escapeControls(text.replace(/[\\`]|\$(?=\{)/g, '\\$&'));
}

// What an editor would not show, or a compiler would read as a line's end; half a character has no UTF-8.
const hidden =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to escape.
  /[\u0000-\u0008\u000b-\u001f\u007f\u0085\u2028\u2029\ufeff\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

function escapeControls(text: string): string {
  return text.replace(hidden, (each) =>
    each === '\r' ? '\\r' : `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

export function isIdentifier(text: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(text);
}

/** `target.member`, or with brackets where it has to be. */
export function member(target: Code, key: string): Code {
  const access = isIdentifier(key) ? `.${key}` : `[${quoted(key)}]`;
  return { doc: [target.doc, access], kind: 'member' };
}

export function call(callee: Code, args: readonly Code[]): Code {
  const [only] = args;
  const stiff = args.length === 0 || (args.length === 1 && only !== undefined && isShort(only));
  return { doc: [callee.doc, ...argumentList(args)], kind: 'call', ...(stiff ? { stiff: true } : {}) };
}

function isShort({ doc, kind }: Code): boolean {
  return (kind === 'string' && typeof doc === 'string' && doc.length <= 27) || kind === 'name';
}

function argumentList(args: readonly Code[]): readonly Doc[] {
  const last = args.at(-1);
  if (last === undefined) return ['()'];
  const docs = args.map(({ doc }) => doc);
  const before = docs.slice(0, -1);
  const all = group(
    ['(', indent([softline, separated(docs)]), { is: 'broken', text: ',' }, softline, ')'],
    true,
  );
  if (args.length === 1 && last.kind === 'template') return ['(', last.doc, ')'];
  if (!hugs(args) || before.some(breaks))
    return [
      docs.some(breaks)
        ? all
        : group(['(', indent([softline, separated(docs)]), { is: 'broken', text: ',' }, softline, ')']),
    ];
  const head = before.flatMap((doc) => [doc, ', ']);
  return [
    { is: 'choice', forms: [['(', ...head, last.doc, ')'], ['(', ...head, group(last.doc, true), ')'], all] },
  ];
}

/** Whether the last argument is opened in the line of the call. */
function hugs(args: readonly Code[]): boolean {
  const last = args.at(-1);
  if (last === undefined || !isOpen(last)) return false;
  return args.length === 1 || (last.concise !== true && form(args.at(-2)) !== form(last));
}

function form(code: Code | undefined): string | undefined {
  return code?.cast === true ? 'cast' : code?.kind;
}

function isOpen({ kind, size = 0 }: Code): boolean {
  return (kind === 'object' || kind === 'array') && size > 0;
}

/** `code as never`: for what the types do not take. */
export function cast(code: Code): Code {
  return { ...code, doc: [code.doc, ' as never'], kind: isText(code) ? 'scalar' : code.kind, cast: true };
}

function isText({ kind, doc }: Code): boolean {
  return kind === 'string' || (kind === 'template' && !breaks(doc));
}

function separated(docs: readonly Doc[]): Doc {
  return docs.flatMap((doc, at) => (at === 0 ? [doc] : [',', line, doc]));
}

/** The comments above something; each is of one line, whatever the template's names hold. */
export function comments(notes: readonly string[]): readonly Doc[] {
  return notes.flatMap((note): Doc[] => [`// note: ${oneLine(note)}`, hardline]);
}

function oneLine(note: string): string {
  const text = note.replace(/[\p{Cc}\p{Cs}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}

function noted({ notes, code }: Part, written: Doc = code.doc): Doc {
  return [...comments(notes), written];
}

export function array(parts: readonly Part[]): Code {
  if (parts.length === 0) return { doc: '[]', kind: 'array', size: 0 };
  const hard = parts.some(({ notes }) => notes.length > 0) || isMatrix(parts);
  const doc = group(
    [
      '[',
      indent([softline, separated(parts.map((part) => noted(part)))]),
      { is: 'broken', text: ',' },
      softline,
      ']',
    ],
    hard,
  );
  const isConcise = parts.every(({ code: { doc: each } }) => typeof each === 'string' && /^-?\d/.test(each));
  return { doc, kind: 'array', size: parts.length, ...(isConcise ? { concise: true } : {}) };
}

/** Several objects, or lists, of several members each are written below each other. */
function isMatrix(parts: readonly Part[]): boolean {
  const kind = parts[0]?.code.kind;
  return (
    parts.length > 1 &&
    (kind === 'object' || kind === 'array') &&
    parts.every(({ code }) => code.kind === kind && (code.size ?? 0) > 1 && code.cast !== true)
  );
}

/** A member of an object; without a key, it is spread. */
export interface Member extends Part {
  readonly key?: string;
}

export function object(members: readonly Member[]): Code {
  if (members.length === 0) return { doc: '{}', kind: 'object', size: 0 };
  const hard = members.some(({ notes }) => notes.length > 0);
  const doc = group(
    [
      '{',
      indent([line, separated(members.map((each) => noted(each, property(each))))]),
      { is: 'broken', text: ',' },
      line,
      '}',
    ],
    hard,
  );
  return { doc, kind: 'object', size: members.length };
}

// Below a key as short as this, a line of its own would win nothing.
const shortKey = 5;

function property({ key, code }: Member): Doc {
  if (key === undefined) return ['...', code.doc];
  const written = propertyKey(key);
  const stays = written.length < shortKey && (code.kind === 'string' || code.kind === 'member');
  const breaksInside = ['array', 'call', 'object', 'template'].includes(code.kind) && code.stiff !== true;
  return stays || breaksInside
    ? [`${written}: `, code.doc]
    : group([`${written}:`, indent([line, code.doc])]);
}

function propertyKey(key: string): string {
  if (isIdentifier(key) && key !== '__proto__') return key;
  // Between quotes, this one would set the prototype.
  return key === '__proto__' ? `['__proto__']` : quoted(key);
}
