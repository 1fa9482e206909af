import { type Call, type Operation, operation } from '../../service.ts';
import { notBuilt, validationError } from '../template/errors.ts';
import type { ParameterDeclaration } from '../template/parameters.ts';
import { readTemplate } from '../template/read-template.ts';
import type { Template } from '../template/template.ts';
import { askStack } from './asks.ts';
import type { Surface } from './dependencies.ts';
import { changeSetNotFound, requireStack } from './errors.ts';
import { findChangeSet } from './find-change-set.ts';
import { neededCapabilities } from './target.ts';
import { type TemplateSource, templateBody } from './template-body.ts';

interface GetTemplateInput {
  readonly StackName?: string;
  readonly ChangeSetName?: string;
  readonly TemplateStage?: 'Original' | 'Processed';
}

interface SummaryInput extends TemplateSource {
  readonly StackName?: string;
  readonly StackSetName?: string;
  readonly TemplateSummaryConfig?: { readonly TreatUnrecognizedResourceTypesAsWarnings?: boolean };
}

/** Templates as they were given, and what is in them. */
export function templateOperations({ engine }: Surface): Record<string, Operation> {
  const { kernel, stacks, types } = engine;

  const stored = (input: GetTemplateInput): Template => {
    if (input.ChangeSetName !== undefined) {
      const found = findChangeSet(stacks, input);
      if (found === undefined) throw changeSetNotFound(input.ChangeSetName);
      return found.changeSet.target.template;
    }
    if (input.StackName === undefined) throw validationError('You must specify StackName or ChangeSetName.');
    const stack = requireStack(stacks, input.StackName);
    const template = stack.deployed?.template ?? [...stack.changeSets.values()].at(-1)?.target.template;
    if (template === undefined) throw validationError(`Stack ${stack.name} has no template.`);
    return template;
  };

  return {
    GetTemplate: operation<GetTemplateInput, object>({
      authorize: (input, call) => askStack(stacks, kernel, call, 'GetTemplate', input),
      // Without transforms both stages are the same text.
      run: (input) => ({ TemplateBody: stored(input).body, StagesAvailable: ['Original', 'Processed'] }),
    }),

    GetTemplateSummary: operation<SummaryInput, object>({
      authorize: (input, call) => askStack(stacks, kernel, call, 'GetTemplateSummary', input),
      async run(input, call) {
        if (input.StackSetName !== undefined) throw notBuilt('StackSetName');
        if (input.TemplateSummaryConfig?.TreatUnrecognizedResourceTypesAsWarnings === true) {
          throw notBuilt('TreatUnrecognizedResourceTypesAsWarnings');
        }
        const template =
          input.StackName === undefined
            ? readTemplate(await templateBody(kernel, input, call), types)
            : stored({ StackName: input.StackName });
        return {
          Parameters: [...template.parameters].map(([name, one]) => ({
            ...describeParameter(name, one),
            ParameterType: one.type,
            ParameterConstraints: one.allowedValues === undefined ? {} : { AllowedValues: one.allowedValues },
          })),
          ...summary(template),
          ResourceTypes: [...new Set([...template.resources.values()].map(({ type }) => type))],
          ...(template.version !== undefined && { Version: template.version }),
          ...(template.metadata !== undefined && { Metadata: JSON.stringify(template.metadata) }),
        };
      },
    }),

    ValidateTemplate: operation<TemplateSource, object>({
      authorize: () => [{ action: 'cloudformation:ValidateTemplate', resource: '*' }],
      async run(input, call: Call) {
        const template = readTemplate(await templateBody(kernel, input, call), types);
        return {
          Parameters: [...template.parameters].map(([name, one]) => describeParameter(name, one)),
          ...summary(template),
        };
      },
    }),
  };

  function summary(template: Template): object {
    const needed = neededCapabilities(template, types);
    return {
      ...(template.description !== undefined && { Description: template.description }),
      ...(needed.capabilities.length > 0 && {
        Capabilities: needed.capabilities,
        CapabilitiesReason: `The following resource(s) require capabilities: [${needed.types.join(', ')}]`,
      }),
    };
  }
}

function describeParameter(
  name: string,
  { default: fallback, noEcho, description }: ParameterDeclaration,
): object {
  return {
    ParameterKey: name,
    ...(fallback !== undefined && { DefaultValue: fallback }),
    NoEcho: noEcho,
    ...(description !== undefined && { Description: description }),
  };
}
