import type { Finding, SourceLocation } from '../finding.ts';
import type { SchemaLookup } from '../schemas/schema.ts';
import { resourceTypes, schemaOf } from '../schemas/schema-of.ts';
import type { TemplateJson } from '../template-json.ts';
import { checkConditions } from './check-conditions.ts';
import { checkNames, checkTopLevel } from './check-declarations.ts';
import { checkExports, checkOutputs } from './check-exports.ts';
import { checkHead } from './check-head.ts';
import { checkLimits } from './check-limits.ts';
import { checkMacros } from './check-macros.ts';
import { checkMappings } from './check-mappings.ts';
import { checkParameters } from './check-parameters.ts';
import { checkRules } from './check-rules.ts';
import { checkSections } from './check-sections.ts';
import { checkUnused } from './check-unused.ts';
import { makeContext, report } from './context.ts';
import { checkCycles } from './find-cycles.ts';
import { isObject, isTooDeep } from './json.ts';
import { checkFunctions } from './lambda/check-functions.ts';
import { checkPolicies } from './policies/check-policies.ts';
import { checkResources } from './schema/check-resources.ts';

/** What a template is validated with. */
export interface ValidateOptions {
  /** What is known of the resource types; by default the tables of this package. */
  readonly schemas?: SchemaLookup;
  /** The day by which runtimes are judged; by default today. */
  readonly today?: Date;
  /** Where in the builder's program a resource, parameter or output was added. */
  readonly sourceOf?: (logicalId: string) => SourceLocation | undefined;
}

/**
 * Finds what CloudFormation would refuse in a template, and what it would take but should not be there.
 *
 * Checks sections, names and limits, references and functions, dependency cycles, inline code and runtimes, and
 * every property against the resource types' tables. What only the deployment knows (parameters without a value,
 * imports, dynamic references, macros) is never an error; a macro that may rewrite the template is told of as
 * `NotJudged`. Takes any JSON and does not throw; findings are in the order of the checks, and plain data.
 *
 * @example
 * const errors = validate(template).filter(({ severity }) => severity === 'error');
 * for (const { path, message, fix } of errors) console.log(path.join('.'), message, fix);
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html
 */
export function validate(template: TemplateJson, options: ValidateOptions = {}): readonly Finding[] {
  const json: unknown = template;
  const deep = isTooDeep(json);
  const context = makeContext(isObject(json) && !deep ? json : {}, {
    schemas: options.schemas ?? schemaOf,
    typeNames: options.schemas === undefined ? resourceTypes : () => [],
    today: options.today ?? new Date(),
    sourceOf: options.sourceOf,
  });
  if (deep) {
    report(context, [], {
      id: 'NotJudged',
      severity: 'info',
      message: 'The template nests deeper than 200 levels and is not judged.',
      cause: 'The checks do not go that deep.',
      fix: 'Flatten it.',
    });
    return context.findings;
  }
  checkTopLevel(context);
  checkHead(context);
  checkLimits(context);
  checkNames(context);
  checkParameters(context);
  // Most templates have none of these, and the checks of what is not there need not be loaded.
  if ('Mappings' in context.template) checkMappings(context);
  if ('Conditions' in context.template) checkConditions(context);
  if ('Rules' in context.template) checkRules(context);
  checkSections(context);
  checkCycles(context);
  checkFunctions(context);
  checkResources(context);
  checkPolicies(context);
  checkOutputs(context);
  checkExports(context);
  checkUnused(context);
  checkMacros(context);
  return unrepeated(context.findings);
}

/** Turns of a loop tell the same of the same place; one is enough. */
function unrepeated(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return findings.filter((each) => {
    const key = JSON.stringify([each.id, each.path, each.message]);
    const first = !seen.has(key);
    seen.add(key);
    return first;
  });
}
