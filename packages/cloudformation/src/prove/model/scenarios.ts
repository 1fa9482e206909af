import { type Atom, createConditions, usedConditions } from './conditions.ts';
import { asText, type Json } from './json.ts';
import { type Choice, type Given, NOTHING, parameterScope } from './parameter-scope.ts';
import type { Sections } from './sections.ts';
import { hasToken, type Token, type Tokens } from './tokens.ts';

/** The ways in which a template's conditions can fall. */
export interface Choices {
  readonly choices: readonly Choice[];
  /** Whether there are ways that were left out. */
  readonly leftOut: boolean;
  /** The conditions that are not known, in the template's order. */
  readonly open: readonly string[];
}

/** Something unknown that conditions look at, with the ways in which it can fall. */
interface Variable {
  readonly ways: readonly Way[];
}

interface Way {
  readonly value?: readonly [name: string, value: string];
  readonly not?: readonly [name: string, values: readonly string[]];
  readonly atom?: readonly [key: string, holds: boolean];
}

/** Combinations tried for each scenario wanted: many of them come to the same. */
const WIDTH = 8;

/**
 * Finds the choices that differ in a condition that some resource uses. A parameter compared with several values is
 * one of them or none of them; comparisons of other unknowns fall either way, the same one everywhere the same way.
 */
export function findChoices(sections: Sections, given: Given, tokens: Tokens, most: number): Choices {
  const used = usedNames(sections);
  return used.length === 0
    ? { choices: [NOTHING], leftOut: false, open: [] }
    : choicesOf(used, sections, given, tokens, most);
}

function choicesOf(
  used: readonly string[],
  sections: Sections,
  given: Given,
  tokens: Tokens,
  most: number,
): Choices {
  const atoms = new Map<string, Atom>();
  const base = parameterScope(sections, given, NOTHING, tokens);
  const condition = createConditions(sections.conditions, base, (atom) => {
    atoms.set(atom.key, atom);
    return false;
  });
  for (const name of used) condition(name);
  const variables = variablesOf([...atoms.values()], sections, tokens);
  const choices: Choice[] = [];
  const seen = new Set<string>();
  const vectors: boolean[][] = [];
  let leftOut = variables.reduce((product, { ways }) => product * ways.length, 1) > most * WIDTH;
  for (const picks of combinations(variables, most * WIDTH)) {
    const choice = choiceOf(picks);
    const scope = parameterScope(sections, given, choice, tokens);
    const holds = createConditions(sections.conditions, scope, choice.decide);
    const vector = used.map((name) => holds(name) ?? false);
    const key = vector.join();
    if (seen.has(key)) continue;
    leftOut ||= choices.length === most;
    if (choices.length === most) break;
    seen.add(key);
    choices.push(choice);
    vectors.push(vector);
  }
  const open = used.filter((_, index) => new Set(vectors.map((vector) => vector[index])).size > 1);
  return { choices, leftOut, open };
}

function usedNames(sections: Sections): readonly string[] {
  // What CDK adds for its own statistics has a condition over every region, and no say in anything.
  const resources = [...sections.resources.values()].filter(({ type }) => type !== 'AWS::CDK::Metadata');
  const used = new Set(usedConditions(resources.map(({ properties }) => properties)));
  for (const { condition } of resources) if (condition !== undefined) used.add(condition);
  return [...sections.conditions.keys()].filter((name) => used.has(name));
}

function variablesOf(atoms: readonly Atom[], sections: Sections, tokens: Tokens): readonly Variable[] {
  const literals = new Map<Token, string[]>();
  const variables: Variable[] = [];
  for (const { key, left, right } of atoms) {
    const [token, literal] = compared(left, right, tokens);
    if (token === undefined || sourceOf(token, sections) === undefined) {
      variables.push({ ways: [{ atom: [key, false] }, { atom: [key, true] }] });
      continue;
    }
    literals.set(token, [...(literals.get(token) ?? []), literal]);
  }
  for (const [token, values] of literals) {
    const name = sourceOf(token, sections) ?? '';
    const possible = values.filter((value) => token.allowed?.includes(value) ?? true);
    const rest = token.allowed?.filter((value) => !values.includes(value));
    const ways: Way[] = possible.map((value) => ({ value: [name, value] }));
    if (rest === undefined || rest.length > 1) ways.unshift({ not: [name, values] });
    else if (rest[0] !== undefined) ways.unshift({ value: [name, rest[0]] });
    if (ways.length > 0) variables.push({ ways });
  }
  return variables;
}

/** The unknown and the text that it is compared with, where that is all there is. */
function compared(left: Json, right: Json, tokens: Tokens): readonly [Token | undefined, string] {
  const [l, r] = [asText(left), asText(right)];
  const token = hasToken(l) ? tokens.whole(l) : tokens.whole(r);
  const literal = hasToken(l) ? r : l;
  return hasToken(literal) ? [undefined, ''] : [token, literal];
}

/** The parameter or pseudo parameter behind a stand-in, undefined for one that cannot be given a value. */
function sourceOf(token: Token, sections: Sections): string | undefined {
  if (token.kind === 'region') return 'AWS::Region';
  if (token.kind === 'account') return 'AWS::AccountId';
  if (token.kind === 'stack') return 'AWS::StackName';
  const name = token.label.replace('parameter ', '');
  return sections.parameters.has(name) && token.label === `parameter ${name}` ? name : undefined;
}

/** All combinations, those with the fewest departures from the first way of each variable first. */
function* combinations(variables: readonly Variable[], most: number): Generator<readonly Way[]> {
  const queue: { readonly picks: readonly number[]; readonly from: number }[] = [
    { picks: variables.map(() => 0), from: 0 },
  ];
  for (let next = 0; next < queue.length && next < most; next++) {
    const { picks, from } = queue[next] ?? { picks: [], from: 0 };
    yield picks.flatMap((pick, index) => variables[index]?.ways[pick] ?? []);
    for (let index = from; index < variables.length && queue.length < most; index++) {
      for (let way = 1; way < (variables[index]?.ways.length ?? 0); way++) {
        queue.push({ picks: picks.with(index, way), from: index + 1 });
      }
    }
  }
}

function choiceOf(ways: readonly Way[]): Choice {
  const atoms = new Map(ways.flatMap(({ atom }) => (atom ? [atom] : [])));
  return {
    values: new Map(ways.flatMap(({ value }) => (value ? [value] : []))),
    not: new Map(ways.flatMap(({ not }) => (not ? [not] : []))),
    decide: ({ key }) => atoms.get(key) ?? false,
  };
}
