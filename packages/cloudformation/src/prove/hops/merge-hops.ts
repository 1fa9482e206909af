import type { Answer, Hop, Scenario } from '../proof.ts';
import type { Draft } from './view.ts';

/** The hops of one scenario. */
export interface ScenarioHops {
  readonly scenario: Scenario;
  readonly drafts: readonly Draft[];
}

interface Found {
  readonly scenario: Scenario;
  readonly draft: Draft;
}

const WORST: readonly Answer[] = ['denied', 'unknown', 'allowed'];

/** Puts the hops of all scenarios together: each once, with its worst answer and the scenarios in which that holds. */
export function mergeHops(all: readonly ScenarioHops[]): readonly Hop[] {
  const found = new Map<string, Found[]>();
  for (const { scenario, drafts } of all) {
    const here = new Set<string>();
    for (const draft of drafts) {
      const key = `${draft.from.label}\n${draft.kind}\n${draft.to.label}\n${draft.path.join('\n')}`;
      if (here.has(key)) continue;
      here.add(key);
      const same = found.get(key);
      if (same === undefined) found.set(key, [{ scenario, draft }]);
      else same.push({ scenario, draft });
    }
  }
  const ids = new Map<string, number>();
  const scenarios = all.map(({ scenario }) => scenario);
  return [...found.values()].flatMap((each) => {
    const hop = worstOf(each, scenarios);
    if (hop === undefined) return [];
    const count = (ids.get(hop.id) ?? 0) + 1;
    ids.set(hop.id, count);
    return [count === 1 ? hop : { ...hop, id: `${hop.id}-${count}` }];
  });
}

function worstOf(found: readonly Found[], scenarios: readonly Scenario[]): Hop | undefined {
  const answer = WORST.find((each) => found.some(({ draft }) => draft.answer === each));
  const holding = found.filter(({ draft }) => draft.answer === answer);
  const [first] = holding;
  if (first === undefined) return undefined;
  const { kind, from, to, because, questions, path, source, check, fix } = first.draft;
  const when =
    holding.length === scenarios.length
      ? undefined
      : whenOf(
          holding.map(({ scenario }) => scenario),
          scenarios,
        );
  return {
    id: `${from.label}-${kind}-${to.label}`,
    kind,
    from,
    to,
    answer: first.draft.answer,
    because,
    questions,
    path,
    ...(source !== undefined && { source }),
    ...(check !== undefined && { check }),
    ...(fix !== undefined && { fix }),
    ...(when !== undefined && { when }),
  };
}

/** One condition where one tells it all, else the names of the scenarios. */
function whenOf(holding: readonly Scenario[], scenarios: readonly Scenario[]): readonly string[] {
  for (const name of Object.keys(scenarios[0]?.conditions ?? {})) {
    for (const value of [true, false]) {
      const having = scenarios.filter(({ conditions }) => conditions[name] === value);
      if (having.length === holding.length && having.every((each) => holding.includes(each)))
        return [`${name} = ${value}`];
    }
  }
  return holding.map(({ name }) => name);
}
