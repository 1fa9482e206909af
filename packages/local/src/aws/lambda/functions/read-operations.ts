import { type Operation, operation } from '../../service.ts';
import { invalidParameter, notBuilt } from '../errors.ts';
import { parseFunctionName, qualifiedArn } from '../function-name.ts';
import { type FunctionStore, requireFunction } from '../store.ts';
import { configurationOf } from './configuration.ts';

interface FunctionInput {
  readonly FunctionName: string;
  readonly Qualifier?: string;
}

interface ListFunctionsInput {
  readonly MasterRegion?: string;
  readonly FunctionVersion?: 'ALL';
  readonly Marker?: string;
  readonly MaxItems?: number;
}

/** Operations that show functions. */
export function readOperations(store: FunctionStore, partition: string): Record<string, Operation> {
  const find = (input: FunctionInput, call: { region: string; accountId: string }) => {
    const reference = parseFunctionName(input, call, partition);
    const record = requireFunction(store, reference);
    const configuration = configurationOf(record, partition, call.region);
    return { record, configuration: { ...configuration, FunctionArn: qualifiedArn(reference) } };
  };

  return {
    /** AWS answers a link to the code in its own bucket, too; here the code has no address. */
    GetFunction: operation<FunctionInput, object>({
      authorize: (input, call) => [
        { action: 'lambda:GetFunction', resource: qualifiedArn(parseFunctionName(input, call, partition)) },
      ],
      run(input, call) {
        const { record, configuration } = find(input, call);
        return {
          Configuration: configuration,
          Code: { RepositoryType: 'S3' },
          ...(record.tags.size > 0 ? { Tags: Object.fromEntries(record.tags) } : {}),
        };
      },
    }),

    GetFunctionConfiguration: operation<FunctionInput, object>({
      authorize: (input, call) => [
        {
          action: 'lambda:GetFunctionConfiguration',
          resource: qualifiedArn(parseFunctionName(input, call, partition)),
        },
      ],
      run: (input, call) => find(input, call).configuration,
    }),

    ListFunctions: operation<ListFunctionsInput, object>({
      authorize: () => [{ action: 'lambda:ListFunctions', resource: '*' }],
      run(input, call) {
        if (input.MasterRegion !== undefined) throw notBuilt('Lambda@Edge');
        const names = [...store.keys()].sort();
        const start = input.Marker === undefined ? 0 : names.indexOf(nameIn(input.Marker)) + 1;
        if (input.Marker !== undefined && start === 0) throw invalidParameter('Invalid pagination token');
        const page = names.slice(start, start + Math.min(input.MaxItems ?? 50, 50));
        const last = page.at(-1);
        return {
          Functions: page.map((name) => {
            const FunctionName = input.FunctionVersion === 'ALL' ? `${name}:$LATEST` : name;
            return find({ FunctionName }, call).configuration;
          }),
          ...(last !== undefined && start + page.length < names.length
            ? { NextMarker: Buffer.from(last).toString('base64url') }
            : {}),
        };
      },
    }),
  };
}

function nameIn(marker: string): string {
  return Buffer.from(marker, 'base64url').toString('utf8');
}
