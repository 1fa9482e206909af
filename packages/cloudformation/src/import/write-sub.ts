import { later } from '../references.ts';
import { type SubPart, sub } from '../sub.ts';
import { type Code, inTemplate, name, string } from './code.ts';
import type { Doc } from './layout.ts';
import { later as laterCode, type Scope } from './scope.ts';
import type { Written } from './writer.ts';

/** Writes `Fn::Sub` as a tagged template; undefined where that would not make the same text. */
export function writeSub(scope: Scope, argument: unknown): Written | undefined {
  if (typeof argument !== 'string') return undefined;
  const { literals, names } = partsOf(argument);
  if (!isSame(argument, literals, names)) return undefined;
  const docs = literals.flatMap((literal, at): Doc[] => {
    const placed = names[at];
    const text: Doc = { is: 'verbatim', text: inTemplate(literal) };
    return placed === undefined ? [text] : [text, '${', placeholder(scope, placed).doc, '}'];
  });
  const tag = name('core sub');
  return {
    code: { doc: [tag.doc, '`', ...docs, '`'], kind: 'template' },
    notes: [],
    faults: 0,
    yields: ['text'],
  };
}

/** More than this are no arguments of one call. */
const most = 1_000;

/** What is between the names, as it will come out, and the names in braces. */
function partsOf(text: string): { readonly literals: readonly string[]; readonly names: readonly string[] } {
  const end = text.lastIndexOf('}') + 1;
  const pieces = text.slice(0, end).split(/\$\{([^!}][^}]*)\}/);
  pieces.push(`${pieces.pop() ?? ''}${text.slice(end)}`);
  const literals = pieces.filter((_, at) => at % 2 === 0).map((each) => each.replaceAll('${!', '${'));
  return { literals, names: pieces.filter((_, at) => at % 2 === 1) };
}

/** The builder's own function decides whether it is the same. */
function isSame(text: string, literals: readonly string[], names: readonly string[]): boolean {
  if (names.length > most) return false;
  const parts = names.map((each): SubPart => {
    const [id, attribute] = splitName(each);
    return attribute === undefined ? later.ref(id) : later.getAtt(id, attribute);
  });
  const strings = Object.assign([...literals], { raw: literals });
  return JSON.stringify(sub(strings, ...parts)) === JSON.stringify({ 'Fn::Sub': text });
}

function splitName(placed: string): readonly [id: string, attribute?: string] {
  const dot = placed.indexOf('.');
  return dot < 0 ? [placed] : [placed.slice(0, dot), placed.slice(dot + 1)];
}

/** A handle stands for its `Ref`; what the tag does not take, a list for one, stands there by its name. */
function placeholder(scope: Scope, placed: string): Code {
  const [id, attribute] = splitName(placed);
  const { code, yields } = attribute === undefined ? scope.ref(id) : scope.getAtt(id, attribute);
  const takes = yields.every((each) =>
    typeof each === 'object' ? !('list' in each) : each === 'text' || each === 'number',
  );
  const handle = scope.handle(id);
  if (attribute === undefined) return handle ?? (takes ? code : laterCode('ref', string(id)));
  return takes ? code : laterCode('getAtt', handle ?? string(id), string(attribute));
}
