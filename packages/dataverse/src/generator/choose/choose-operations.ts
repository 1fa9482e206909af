import type { CsdlModel, Operation } from '../csdl/model.ts';
import { CsdlError } from '../csdl-error.ts';
import type { ChosenTable } from './choose-tables.ts';
import { compareText, didYouMean } from './nearest.ts';

/** Overloads by name, in alphabetical order. */
export type Overloads = ReadonlyMap<string, readonly Operation[]>;

export interface ChosenOperations {
  readonly unbound: Overloads;
  /** By logical name of the table. */
  readonly bound: ReadonlyMap<string, Overloads>;
  /** What was named but cannot be written, and why. */
  readonly skipped: readonly { readonly name: string; readonly why: string }[];
}

/** What has no way of being written in a function's URL by the client. */
const NO_LITERAL = new Set(['Edm.Binary', 'Edm.Date', 'Edm.Duration', 'Edm.TimeOfDay']);

/**
 * The actions or functions of these names, where `*` stands for any letters: unbound ones, and those bound to a row
 * of a chosen table. `systemuser.*` names those bound to one table alone. Throws `CsdlError` `ERR_CSDL_OPERATION`
 * for a name that is none.
 *
 * @example chooseOperations(model, 'functions', tables, ['WhoAmI', 'systemuser.Retrieve*']);
 */
export function chooseOperations(
  model: CsdlModel,
  kind: 'actions' | 'functions',
  tables: readonly ChosenTable[],
  patterns: readonly string[],
): ChosenOperations {
  const unbound = new Map<string, Operation[]>();
  const bound = new Map<string, Map<string, Operation[]>>();
  const skipped = new Map<string, string>();
  const sorted = [...model[kind]].sort((a, b) => compareText(a.name, b.name));
  for (const pattern of new Set(patterns)) choose(pattern);
  return { unbound: inOrder(unbound), bound, skipped: [...skipped].map(([name, why]) => ({ name, why })) };

  function choose(pattern: string): void {
    const dot = pattern.lastIndexOf('.');
    const scope = dot === -1 ? undefined : pattern.slice(0, dot);
    const isMatch = matcher(pattern.slice(dot + 1));
    const matching = sorted.filter(({ name }) => isMatch(name));
    const scopes = scope === undefined ? tables : tables.filter(({ logicalName }) => logicalName === scope);
    let found = 0;
    for (const operation of matching) {
      const { name, boundTo } = operation;
      const why = reasonToSkip(kind, operation);
      const homes = boundTo === undefined ? [] : scopes.filter(({ types }) => types.includes(boundTo.name));
      const isUnbound = boundTo === undefined && scope === undefined;
      if (!isUnbound && homes.length === 0) continue;
      found += 1;
      if (why !== undefined) {
        skipped.set(name, why);
        continue;
      }
      if (isUnbound) add(unbound, operation);
      for (const table of homes) {
        const own = bound.get(table.logicalName) ?? new Map<string, Operation[]>();
        bound.set(table.logicalName, own);
        addNearest(own, operation, table);
      }
    }
    if (found > 0 || pattern.includes('*')) return;
    const word = kind === 'actions' ? 'action' : 'function';
    const [elsewhere] = matching;
    const why =
      elsewhere?.boundTo === undefined
        ? didYouMean(
            pattern,
            sorted.map(({ name }) => name),
          )
        : ` It is bound to ${elsewhere.boundTo.name.replace(/^.*\./, '')}, which is not among the tables.`;
    throw new CsdlError('ERR_CSDL_OPERATION', `There is no ${word} ${pattern} to call.${why}`);
  }
}

function reasonToSkip(kind: 'actions' | 'functions', operation: Operation): string | undefined {
  if (operation.boundTo?.isCollection)
    return 'is bound to a whole table, not to a row; call it with request()';
  const odd = operation.parameters.find(({ type }) => !type.isCollection && NO_LITERAL.has(type.name));
  if (kind === 'actions' || odd === undefined) return undefined;
  return `takes ${odd.name} as ${odd.type.name}, which the client does not write in URLs; call it with request()`;
}

/** An overload for the table's own type hides those for the types that it is based on. */
function addNearest(own: Map<string, Operation[]>, operation: Operation, { types }: ChosenTable): void {
  const rank = ({ boundTo }: Operation) => types.indexOf(boundTo?.name ?? '');
  const present = own.get(operation.name)?.[0];
  if (present === undefined || rank(operation) === rank(present)) add(own, operation);
  else if (rank(operation) < rank(present)) own.set(operation.name, [operation]);
}

function add(to: Map<string, Operation[]>, operation: Operation): void {
  const present = to.get(operation.name) ?? [];
  if (!present.includes(operation)) to.set(operation.name, [...present, operation]);
}

function inOrder(operations: ReadonlyMap<string, Operation[]>): Overloads {
  return new Map([...operations].sort(([a], [b]) => compareText(a, b)));
}

function matcher(pattern: string): (name: string) => boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[^\w]/g, '\\$&'));
  const expression = new RegExp(`^${parts.join('.*')}$`);
  return (name) => expression.test(name);
}
