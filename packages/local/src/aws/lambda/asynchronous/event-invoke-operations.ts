import { type AwsError, type Operation, operation } from '../../service.ts';
import type { LambdaDependencies } from '../dependencies.ts';
import { invalidParameter, notBuilt, notFound } from '../errors.ts';
import { parseFunctionName, qualifiedArn } from '../function-name.ts';
import { maySend, sendRight } from '../functions/role-checks.ts';
import { type EventInvokeConfig, type FunctionRecord, type FunctionStore, isLatest } from '../store.ts';

interface FunctionInput {
  readonly FunctionName: string;
  readonly Qualifier?: string;
}

interface ConfigInput extends FunctionInput {
  readonly MaximumRetryAttempts?: number;
  readonly MaximumEventAgeInSeconds?: number;
  readonly DestinationConfig?: {
    readonly OnSuccess?: { readonly Destination?: string };
    readonly OnFailure?: { readonly Destination?: string };
  };
}

interface ListInput {
  readonly FunctionName: string;
  readonly Marker?: string;
}

/** The four operations on how asynchronous invocations are retried and where their results go, and the list. */
export function eventInvokeOperations(
  store: FunctionStore,
  deps: Pick<LambdaDependencies, 'kernel' | 'identity'>,
): Record<string, Operation> {
  const { partition } = deps.kernel;
  const ask = (action: string) => (input: FunctionInput, call: CallPlace) => [
    { action: `lambda:${action}`, resource: qualifiedArn(parseFunctionName(input, call, partition)) },
  ];
  const configured = (input: FunctionInput, call: CallPlace) => {
    const reference = parseFunctionName(input, call, partition);
    const record = isLatest(reference) ? store.get(reference.name) : undefined;
    if (record?.eventInvokeConfig === undefined) {
      const arn = qualifiedArn({ ...reference, qualifier: reference.qualifier ?? '$LATEST' });
      throw notFound(`The function ${arn} doesn't have an EventInvokeConfig`);
    }
    return { record, config: record.eventInvokeConfig };
  };
  const existing = (input: FunctionInput, call: CallPlace) => {
    const reference = parseFunctionName(input, call, partition);
    const record = isLatest(reference) ? store.get(reference.name) : undefined;
    if (record === undefined) throw missing();
    return record;
  };

  return {
    PutFunctionEventInvokeConfig: operation<ConfigInput, object>({
      authorize: ask('PutFunctionEventInvokeConfig'),
      run(input, call) {
        const record = existing(input, call);
        checkConfig(input, record, store, deps);
        record.eventInvokeConfig = { ...membersOf(input), lastModified: call.now };
        return describe(record, record.eventInvokeConfig);
      },
    }),

    UpdateFunctionEventInvokeConfig: operation<ConfigInput, object>({
      authorize: ask('UpdateFunctionEventInvokeConfig'),
      run(input, call) {
        if (!store.has(parseFunctionName(input, call, partition).name)) throw missing();
        const { record, config } = configured(input, call);
        checkConfig(input, record, store, deps);
        record.eventInvokeConfig = { ...config, ...membersOf(input), lastModified: call.now };
        return describe(record, record.eventInvokeConfig);
      },
    }),

    GetFunctionEventInvokeConfig: operation<FunctionInput, object>({
      authorize: ask('GetFunctionEventInvokeConfig'),
      run(input, call) {
        const { record, config } = configured(input, call);
        return describe(record, config);
      },
    }),

    DeleteFunctionEventInvokeConfig: operation<FunctionInput, object>({
      authorize: ask('DeleteFunctionEventInvokeConfig'),
      run(input, call) {
        delete configured(input, call).record.eventInvokeConfig;
        return {};
      },
    }),

    ListFunctionEventInvokeConfigs: operation<ListInput, object>({
      authorize: ask('ListFunctionEventInvokeConfigs'),
      run(input, call) {
        const record = existing(input, call);
        // There is at most one, so that no page ever gave out a marker.
        if (input.Marker !== undefined) throw invalidParameter('Invalid pagination token');
        const config = record.eventInvokeConfig;
        return { FunctionEventInvokeConfigs: config === undefined ? [] : [describe(record, config)] };
      },
    }),
  };
}

function missing(): AwsError {
  return notFound("The function doesn't exist.");
}

interface CallPlace {
  readonly region: string;
  readonly accountId: string;
}

function describe(record: FunctionRecord, config: EventInvokeConfig): object {
  const destination = (arn: string | undefined) => (arn === undefined ? {} : { Destination: arn });
  return {
    LastModified: new Date(config.lastModified),
    FunctionArn: `${record.arn}:$LATEST`,
    ...(config.maximumRetryAttempts === undefined
      ? {}
      : { MaximumRetryAttempts: config.maximumRetryAttempts }),
    ...(config.maximumEventAgeInSeconds === undefined
      ? {}
      : { MaximumEventAgeInSeconds: config.maximumEventAgeInSeconds }),
    DestinationConfig: {
      OnSuccess: destination(config.onSuccess),
      OnFailure: destination(config.onFailure),
    },
  };
}

/** Only what the request names. An empty destination is none. */
function membersOf(input: ConfigInput): Omit<EventInvokeConfig, 'lastModified'> {
  const success = input.DestinationConfig?.OnSuccess?.Destination;
  const failure = input.DestinationConfig?.OnFailure?.Destination;
  return {
    ...(input.MaximumRetryAttempts === undefined ? {} : { maximumRetryAttempts: input.MaximumRetryAttempts }),
    ...(input.MaximumEventAgeInSeconds === undefined
      ? {}
      : { maximumEventAgeInSeconds: input.MaximumEventAgeInSeconds }),
    ...(success ? { onSuccess: success } : {}),
    ...(failure ? { onFailure: failure } : {}),
  };
}

function checkConfig(
  input: ConfigInput,
  record: FunctionRecord,
  store: FunctionStore,
  { kernel, identity }: Pick<LambdaDependencies, 'kernel' | 'identity'>,
): void {
  const { DestinationConfig: config } = input;
  if (
    input.MaximumRetryAttempts === undefined &&
    input.MaximumEventAgeInSeconds === undefined &&
    config === undefined
  ) {
    throw invalidParameter('You must specify at least one of error handling or destination setting.');
  }
  for (const arn of [config?.OnSuccess?.Destination, config?.OnFailure?.Destination]) {
    if (!arn) continue;
    const service = arn.split(':')[2];
    if (service === 'events' || service === 's3') throw notBuilt(`A destination of the service ${service}`);
    if (service !== 'sqs' && service !== 'sns' && service !== 'lambda') {
      throw invalidParameter(`The provided destination config ${javaForm(config)} is invalid.`);
    }
    if (arn === record.arn || arn.startsWith(`${record.arn}:`)) {
      throw invalidParameter("You can't specify the function as a destination for itself.");
    }
    if (service === 'lambda' && !store.has(arn.split(':')[6] ?? '')) {
      throw invalidParameter(`The destination ARN ${arn} is invalid.`);
    }
    if (!maySend(kernel, identity, record.settings.role, arn)) {
      throw invalidParameter(
        `The function's execution role does not have permissions to call ${sendRight(arn).operation} on ${arn}`,
      );
    }
  }
}

/** Lambda shows the refused setting in the form of its own objects. */
function javaForm(config: ConfigInput['DestinationConfig']): string {
  const success = config?.OnSuccess?.Destination;
  const failure = config?.OnFailure?.Destination;
  return `DestinationConfig(onSuccess=${success ? `OnSuccess(destination=${success})` : 'null'}, onFailure=${failure ? `OnFailure(destination=${failure})` : 'null'})`;
}
