import type { Call } from '../../service.ts';
import { AwsError } from '../../service.ts';
import type { Engine } from '../engine/deployment.ts';
import type { Stack, Tag, Target } from '../engine/stack.ts';
import type { ResourceRegistry } from '../resources/registry.ts';
import { notBuilt, validationError } from '../template/errors.ts';
import { type GivenParameter, resolveParameters } from '../template/parameters.ts';
import { readTemplate } from '../template/read-template.ts';
import type { Template } from '../template/template.ts';
import { type TemplateSource, templateBody } from './template-body.ts';

/** The members that CreateStack, UpdateStack and CreateChangeSet share. */
export interface DeployInput extends TemplateSource {
  readonly StackName: string;
  readonly UsePreviousTemplate?: boolean;
  readonly Parameters?: readonly GivenParameter[];
  readonly Capabilities?: readonly string[];
  readonly Tags?: readonly Tag[];
  readonly RoleARN?: string;
  readonly NotificationARNs?: readonly string[];
  readonly ResourceTypes?: readonly string[];
  readonly RollbackConfiguration?: {
    readonly RollbackTriggers?: readonly object[];
    readonly MonitoringTimeInMinutes?: number;
  };
  readonly StackPolicyBody?: string;
  readonly StackPolicyURL?: string;
  readonly ClientRequestToken?: string;
}

/** Reads what a request aims at; fails with ValidationError or InsufficientCapabilitiesException. */
export async function readTarget(
  engine: Engine,
  input: DeployInput,
  call: Call,
  stack: Stack | undefined,
): Promise<Target> {
  refuseUnbuilt(input);
  const template = await templateOf(engine, input, call, stack);
  const parameters = resolveParameters(
    template.parameters,
    input.Parameters ?? [],
    stack?.deployed?.parameters ?? new Map(),
  );
  const capabilities = input.Capabilities ?? [];
  checkCapabilities(template, engine.types, capabilities);
  const roleArn = input.RoleARN ?? stack?.deployed?.roleArn;
  return {
    template,
    parameters,
    tags: input.Tags ?? stack?.deployed?.tags ?? [],
    capabilities,
    ...(roleArn !== undefined && { roleArn }),
  };
}

async function templateOf(
  engine: Engine,
  input: DeployInput,
  call: Call,
  stack: Stack | undefined,
): Promise<Template> {
  if (input.UsePreviousTemplate !== true) {
    return readTemplate(await templateBody(engine.kernel, input, call), engine.types);
  }
  if (input.TemplateBody !== undefined || input.TemplateURL !== undefined) {
    throw validationError('Either Template URL or Template Body must be specified, not both.');
  }
  if (stack?.deployed === undefined) throw validationError('The stack has no template to use again.');
  return stack.deployed.template;
}

function refuseUnbuilt(input: DeployInput): void {
  const { RollbackConfiguration: rollback } = input;
  if ((input.NotificationARNs?.length ?? 0) > 0) throw notBuilt('NotificationARNs');
  if ((input.ResourceTypes?.length ?? 0) > 0) throw notBuilt('ResourceTypes');
  if ((rollback?.RollbackTriggers?.length ?? 0) > 0 || (rollback?.MonitoringTimeInMinutes ?? 0) > 0) {
    throw notBuilt('RollbackConfiguration');
  }
  if (input.StackPolicyBody !== undefined || input.StackPolicyURL !== undefined)
    throw notBuilt('A stack policy');
}

/** What capabilities a template needs, and the types that need them. */
export function neededCapabilities(
  template: Template,
  types: ResourceRegistry,
): { readonly capabilities: readonly string[]; readonly types: readonly string[] } {
  const iam = [...template.resources.values()].filter(({ type }) => types.of(type).iam);
  const named = iam.some(({ type, properties }) =>
    Object.hasOwn(properties, types.of(type).nameProperty ?? ''),
  );
  return {
    capabilities: iam.length === 0 ? [] : [named ? 'CAPABILITY_NAMED_IAM' : 'CAPABILITY_IAM'],
    types: [...new Set(iam.map(({ type }) => type))],
  };
}

function checkCapabilities(template: Template, types: ResourceRegistry, given: readonly string[]): void {
  const missing = neededCapabilities(template, types).capabilities.filter(
    (capability) => !given.includes(capability) && !given.includes('CAPABILITY_NAMED_IAM'),
  );
  if (missing.length > 0) {
    throw new AwsError(
      'InsufficientCapabilitiesException',
      `Requires capabilities : [${missing.join(', ')}]`,
    );
  }
}
