import type { Finding, SourceLocation, TemplatePath } from '../../finding.ts';
import type { Scenario } from '../proof.ts';
import { buildWorld } from './build-world.ts';
import { createConditions } from './conditions.ts';
import { withoutMarks } from './forged-stand-ins.ts';
import { createLoops } from './loops.ts';
import { type NestedTemplates, withNested } from './nested-stacks.ts';
import { type Given, NOTHING, parameterScope } from './parameter-scope.ts';
import { resolveValue } from './resolve.ts';
import { type Choices, findChoices } from './scenarios.ts';
import { readSections, type Sections } from './sections.ts';
import { expandStacks } from './serverless/expand-serverless.ts';
import { isServerless } from './serverless/is-serverless.ts';
import type { LeftOut } from './serverless/scope.ts';
import { createTokens, type Tokens } from './tokens.ts';
import { type Unprocessed, unprocessed } from './unprocessed.ts';
import type { World } from './world.ts';

/** What is known besides the template. */
export interface WorldOptions {
  /** Values by name; what is not given has its default, or is unknown. */
  readonly parameters?: Readonly<Record<string, string | number | readonly string[]>>;
  /** Twelve digits; unknown when absent. */
  readonly account?: string;
  readonly region?: string;
  /** `aws` when absent. */
  readonly partition?: string;
  /** How many ways of the conditions are looked at, 32 when absent. */
  readonly maxScenarios?: number;
  /** The templates of nested stacks, by logical id. */
  readonly nested?: NestedTemplates;
  readonly sourceOf?: (logicalId: string) => SourceLocation | undefined;
}

/** The worlds of a template, one a scenario, and what could not be looked at. */
export interface Worlds {
  readonly worlds: readonly World[];
  readonly findings: readonly Finding[];
  /** Whether loops may be in it: a place in the worlds is not always one in the template. */
  readonly extended: boolean;
  /** Where what a transform made is written, by logical id. */
  readonly from: ReadonlyMap<string, TemplatePath>;
}

interface Stacks {
  readonly template: unknown;
  readonly nested: NestedTemplates | undefined;
  readonly from: ReadonlyMap<string, TemplatePath>;
  readonly left: readonly LeftOut[];
}

const ALWAYS: Choices = { choices: [NOTHING], leftOut: false, open: [] };
const WHOLE: Unprocessed = { openTo: undefined, findings: [] };

/**
 * Resolves a template, of any shape, in each scenario of its conditions. Never throws.
 *
 * @example
 * const { worlds } = createWorlds(template, { region: 'eu-west-1' });
 */
export function createWorlds(raw: unknown, options: WorldOptions = {}): Worlds {
  const written = withoutMarks(raw);
  const tokens = createTokens();
  const given: Given = {
    partition: withoutMarks(options.partition ?? 'aws'),
    region: withoutMarks(options.region),
    account: withoutMarks(options.account),
    parameters: new Map(
      Object.entries(options.parameters ?? {}).map(([name, value]) => [
        name,
        typeof value === 'number' ? String(value) : withoutMarks(value),
      ]),
    ),
    sourceOf: (logicalId) => options.sourceOf?.(logicalId) ?? options.sourceOf?.(ownerOf(logicalId)),
  };
  const { template: whole, nested, from, left } = expanded(written, options.nested, given);
  const template = nested === undefined ? whole : withNested(whole, nested);
  const ownerOf = (logicalId: string) => String(from.get(logicalId)?.[1] ?? logicalId);
  const sections = readExtended(template, given, tokens);
  const most = Math.max(1, options.maxScenarios ?? 32);
  const { choices, leftOut, open } =
    sections.conditions.size === 0 ? ALWAYS : findChoices(sections, given, tokens, most);
  const { openTo, findings: closed } = sections.isWhole ? WHOLE : unprocessed(sections, left);
  const worlds = choices.map((choice) => {
    const { world, conditions } = buildWorld(sections, given, choice, tokens, openTo);
    const scenario: Scenario = {
      name: open.length === 0 ? 'always' : open.map((name) => `${name} = ${conditions[name]}`).join(', '),
      conditions,
      parameters: Object.fromEntries(
        [...knownParameters(sections, given), ...choice.values].filter(([name]) => !isSecret(sections, name)),
      ),
    };
    return { ...world, scenario, ...(left.length > 0 && { left }) };
  });
  const findings = [...(leftOut ? [notExplored(worlds.length, open)] : []), ...closed];
  return { worlds, findings, extended: sections.extended || template !== written, from };
}

/** Runs the transform where a template, or a nested one, calls it. */
function expanded(template: unknown, written: NestedTemplates | undefined, given: Given): Stacks {
  const nested = written && withoutMarks(written);
  const isAny = isServerless(template) || Object.values(nested ?? {}).some(isServerless);
  return isAny
    ? expandStacks(template, nested, { parameters: given.parameters })
    : { template, nested, from: new Map(), left: [] };
}

/** The sections with their loops written out, by what is known before any condition is. */
function readExtended(template: unknown, given: Given, tokens: Tokens): Sections {
  const sections = readSections(template);
  return sections.extended ? withLoops(template, sections, given, tokens) : sections;
}

function withLoops(template: unknown, sections: Sections, given: Given, tokens: Tokens): Sections {
  const base = parameterScope(sections, given, NOTHING, tokens);
  const condition = createConditions(sections.conditions, base, NOTHING.decide);
  return readSections(
    template,
    createLoops((value) => resolveValue(value, { ...base, condition }), tokens),
  );
}

function knownParameters(sections: Sections, given: Given): readonly (readonly [string, unknown])[] {
  return [...sections.parameters].flatMap(([name, declared]) => {
    const value: unknown = given.parameters.get(name) ?? declared['Default'];
    return value === undefined ? [] : [[name, value] as const];
  });
}

/** A secret stays out: what a proof holds is printed. */
function isSecret(sections: Sections, name: string): boolean {
  return /^true$/i.test(String(sections.parameters.get(name)?.['NoEcho']));
}

function notExplored(explored: number, open: readonly string[]): Finding {
  return {
    id: 'ScenariosNotExplored',
    severity: 'warning',
    message: `The conditions ${open.join(', ')} can fall in more ways than the ${explored} that were looked at.`,
    cause: 'A hop may be denied in a way that was not looked at.',
    fix: 'Give the parameters that the conditions compare, or a larger maxScenarios.',
    path: ['Conditions'],
  };
}
