import type { Finding, SourceLocation } from '../../finding.ts';
import type { Scenario } from '../proof.ts';
import { buildWorld } from './build-world.ts';
import type { Given } from './parameter-scope.ts';
import { findChoices } from './scenarios.ts';
import { readSections, type Sections } from './sections.ts';
import { createTokens } from './tokens.ts';
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
  readonly sourceOf?: (logicalId: string) => SourceLocation | undefined;
}

/** The worlds of a template, one a scenario, and what could not be looked at. */
export interface Worlds {
  readonly worlds: readonly World[];
  readonly findings: readonly Finding[];
}

/** Macros whose effect on other resources' policies is none, or is known. */
const HARMLESS = new Set([
  'AWS::LanguageExtensions',
  'AWS::Serverless-2016-10-31',
  'AWS::SecretsManager-2020-07-23',
  'AWS::SecretsManager-2024-09-16',
]);

/**
 * Resolves a template, of any shape, in each scenario of its conditions. Never throws.
 *
 * @example
 * const { worlds } = createWorlds(template, { region: 'eu-west-1' });
 */
export function createWorlds(template: unknown, options: WorldOptions = {}): Worlds {
  const sections = readSections(template);
  const tokens = createTokens();
  const given: Given = {
    partition: options.partition ?? 'aws',
    region: options.region,
    account: options.account,
    parameters: new Map(
      Object.entries(options.parameters ?? {}).map(([name, value]) => [
        name,
        typeof value === 'number' ? String(value) : value,
      ]),
    ),
    sourceOf: options.sourceOf ?? (() => undefined),
  };
  const most = Math.max(1, options.maxScenarios ?? 32);
  const { choices, leftOut, open } = findChoices(sections, given, tokens, most);
  const openTo = openness(sections);
  const worlds = choices.map((choice) => {
    const { world, conditions } = buildWorld(sections, given, choice, tokens, openTo);
    const scenario: Scenario = {
      name: open.length === 0 ? 'always' : open.map((name) => `${name} = ${conditions[name]}`).join(', '),
      conditions,
      parameters: Object.fromEntries(
        [...knownParameters(sections, given), ...choice.values].filter(([name]) => !isSecret(sections, name)),
      ),
    };
    return { ...world, scenario };
  });
  const findings = [
    ...(leftOut ? [notExplored(worlds.length, open)] : []),
    ...sections.unread.filter((name) => name.startsWith('Fn::ForEach')).map(loopNotRead),
  ];
  return { worlds, findings };
}

function openness(sections: Sections): string | undefined {
  const macro = sections.transforms.find((name) => !HARMLESS.has(name));
  if (macro !== undefined) return `the macro ${macro} may add to it`;
  for (const [logicalId, { type, hasConnectors }] of sections.resources) {
    if (hasConnectors || type === 'AWS::Serverless::Connector')
      return `the connector of ${logicalId} may add to it`;
  }
  return sections.unread.some((name) => name.startsWith('Fn::'))
    ? 'a loop in Resources may add to it'
    : undefined;
}

function knownParameters(sections: Sections, given: Given): readonly (readonly [string, unknown])[] {
  return [...sections.parameters].flatMap(([name, declared]) => {
    const value: unknown = given.parameters.get(name) ?? declared['Default'];
    return value === undefined ? [] : [[name, value] as const];
  });
}

/** A secret stays out: what a proof holds is printed. */
function isSecret(sections: Sections, name: string): boolean {
  const noEcho = sections.parameters.get(name)?.['NoEcho'];
  return noEcho === true || noEcho === 'true';
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

function loopNotRead(name: string): Finding {
  return {
    id: 'LoopNotRead',
    severity: 'warning',
    message: `${name} is not expanded: the resources that it makes are not proven.`,
    cause: 'The AWS::LanguageExtensions transform makes the resources of a loop when the stack is deployed.',
    fix: 'Prove the processed template (aws cloudformation get-template --template-stage Processed).',
    path: ['Resources', name],
    logicalId: name,
  };
}
