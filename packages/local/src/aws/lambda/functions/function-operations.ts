import { randomUUID } from 'node:crypto';
import { type Operation, operation } from '../../service.ts';
import type { LambdaDependencies } from '../dependencies.ts';
import { conflict, functionNotFound, invalidParameter, notBuilt, revisionMismatch } from '../errors.ts';
import { parseFunctionName, qualifiedArn } from '../function-name.ts';
import { type FunctionRecord, type FunctionStore, isLatest } from '../store.ts';
import { type CodeInput, readCode } from './code-package.ts';
import { createdConfiguration, updatedConfiguration } from './configuration.ts';
import { askPassRole, checkAssumable, checkDeadLetterTarget } from './role-checks.ts';
import { changedSettings, newSettings, type SettingsInput } from './settings.ts';
import { checkTagCount } from './tag-operations.ts';

interface CreateFunctionInput extends SettingsInput {
  readonly FunctionName: string;
  readonly Role: string;
  readonly Code: CodeInput;
  readonly Publish?: boolean;
  readonly PublishTo?: string;
  readonly Tags?: Readonly<Record<string, string>>;
}

interface UpdateFunctionCodeInput extends CodeInput {
  readonly FunctionName: string;
  readonly Publish?: boolean;
  readonly PublishTo?: string;
  readonly DryRun?: boolean;
  readonly RevisionId?: string;
  readonly Architectures?: readonly string[];
}

interface UpdateFunctionConfigurationInput extends SettingsInput {
  readonly FunctionName: string;
  readonly RevisionId?: string;
}

interface DeleteFunctionInput {
  readonly FunctionName: string;
  readonly Qualifier?: string;
}

/** Operations that make, change and remove functions. `onChange` ends the environments of the old state. */
export function functionOperations(
  store: FunctionStore,
  { kernel, identity }: LambdaDependencies,
  onChange: (record: FunctionRecord) => void,
): Record<string, Operation> {
  const { partition } = kernel;

  const existing = (
    input: { readonly FunctionName: string; readonly RevisionId?: string },
    call: CallPlace,
  ) => {
    const reference = parseFunctionName(input, call, partition);
    const record = store.get(reference.name);
    if (record === undefined) throw functionNotFound(reference.arn);
    if (input.RevisionId !== undefined && input.RevisionId !== record.revisionId) throw revisionMismatch();
    return record;
  };

  const touch = (record: FunctionRecord, now: number): object => {
    record.lastModified = now;
    record.revisionId = randomUUID();
    onChange(record);
    const answer = updatedConfiguration(record, partition, kernel.region);
    record.revisionId = randomUUID();
    return answer;
  };

  return {
    CreateFunction: operation<CreateFunctionInput, object>({
      authorize: (input, call) => {
        const { arn } = parseFunctionName(input, call, partition);
        return [
          { action: 'lambda:CreateFunction', resource: arn },
          askPassRole(input.Role),
          ...(Object.keys(input.Tags ?? {}).length > 0
            ? [{ action: 'lambda:TagResource', resource: arn }]
            : []),
        ];
      },
      async run(input, call) {
        const { name, arn } = parseFunctionName(input, call, partition);
        checkNameLength(name);
        checkTagCount(Object.keys(input.Tags ?? {}).length);
        refusePublish(input);
        if (store.has(name)) throw conflict(`Function already exist: ${name}`);
        const settings = newSettings(name, input);
        checkAssumable(identity, settings.role);
        if (settings.deadLetterTarget !== undefined) {
          checkDeadLetterTarget(kernel, identity, settings.role, settings.deadLetterTarget);
        }
        const code = await readCode(kernel, call.caller, input.Code);
        if (store.has(name)) throw conflict(`Function already exist: ${name}`);
        const record: FunctionRecord = {
          name,
          arn,
          settings,
          code,
          lastModified: call.now,
          revisionId: randomUUID(),
          tags: new Map(Object.entries(input.Tags ?? {})),
          statements: [],
        };
        store.set(name, record);
        const answer = createdConfiguration(record, partition, call.region);
        record.revisionId = randomUUID();
        return answer;
      },
    }),

    UpdateFunctionCode: operation<UpdateFunctionCodeInput, object>({
      authorize: (input, call) => [
        { action: 'lambda:UpdateFunctionCode', resource: parseFunctionName(input, call, partition).arn },
      ],
      async run(input, call) {
        const record = existing(input, call);
        refusePublish(input);
        const code = await readCode(kernel, call.caller, input);
        const architecture = input.Architectures?.[0] ?? record.settings.architecture;
        if (input.DryRun === true) return updatedConfiguration({ ...record, code }, partition, call.region);
        record.code = code;
        record.settings = { ...record.settings, architecture };
        return touch(record, call.now);
      },
    }),

    UpdateFunctionConfiguration: operation<UpdateFunctionConfigurationInput, object>({
      authorize: (input, call) => [
        {
          action: 'lambda:UpdateFunctionConfiguration',
          resource: parseFunctionName(input, call, partition).arn,
        },
        ...(input.Role === undefined ? [] : [askPassRole(input.Role)]),
      ],
      run(input, call) {
        const record = existing(input, call);
        const settings = changedSettings(record.settings, input);
        if (input.Role !== undefined) checkAssumable(identity, settings.role);
        if (input.DeadLetterConfig?.TargetArn) {
          checkDeadLetterTarget(kernel, identity, settings.role, input.DeadLetterConfig.TargetArn);
        }
        record.settings = settings;
        return touch(record, call.now);
      },
    }),

    DeleteFunction: operation<DeleteFunctionInput, object>({
      authorize: (input, call) => [
        {
          action: 'lambda:DeleteFunction',
          resource: qualifiedArn(parseFunctionName(input, call, partition)),
        },
      ],
      run(input, call) {
        const reference = parseFunctionName(input, call, partition);
        const record = store.get(reference.name);
        if (record === undefined) throw functionNotFound(reference.arn);
        if (reference.qualifier === '$LATEST') {
          throw invalidParameter('$LATEST version cannot be deleted without deleting the function.');
        }
        if (!isLatest(reference)) throw functionNotFound(qualifiedArn(reference));
        store.delete(reference.name);
        record.deleted = true;
        onChange(record);
        return { StatusCode: 204 };
      },
    }),
  };
}

interface CallPlace {
  readonly region: string;
  readonly accountId: string;
}

function checkNameLength(name: string): void {
  if (name.length <= 64) return;
  throw invalidParameter(
    `1 validation error detected: Value '${name}' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to 64`,
  );
}

function refusePublish(input: { readonly Publish?: boolean; readonly PublishTo?: string }): void {
  if (input.Publish === true || input.PublishTo !== undefined) throw notBuilt('Publishing a version');
}
