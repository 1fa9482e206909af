import { type Operation, operation } from '../../service.ts';
import { functionNotFound, invalidParameter } from '../errors.ts';
import { parseFunctionName } from '../function-name.ts';
import type { FunctionStore } from '../store.ts';

interface ResourceInput {
  readonly Resource: string;
}

const MAX_TAGS = 50;

export function checkTagCount(count: number): void {
  if (count > MAX_TAGS) throw invalidParameter('Number of tags exceeds resource tag limit.');
}

/** TagResource, UntagResource and ListTags of functions. */
export function tagOperations(store: FunctionStore, partition: string): Record<string, Operation> {
  const tagsOf = (input: ResourceInput, call: { region: string; accountId: string }) => {
    const reference = parseFunctionName({ FunctionName: input.Resource }, call, partition);
    if (reference.qualifier !== undefined) {
      throw invalidParameter(
        'Tags on function aliases and versions are not supported. Please specify a function ARN.',
      );
    }
    const record = store.get(reference.name);
    if (record === undefined) throw functionNotFound(reference.arn);
    return record.tags;
  };
  const ask = (action: string) => (input: ResourceInput) => [
    { action: `lambda:${action}`, resource: input.Resource },
  ];
  return {
    TagResource: operation<ResourceInput & { readonly Tags: Readonly<Record<string, string>> }, object>({
      authorize: ask('TagResource'),
      run(input, call) {
        const tags = tagsOf(input, call);
        if (Object.keys(input.Tags).length === 0) {
          throw invalidParameter('An error occurred and the request cannot be processed.');
        }
        const merged = new Map([...tags, ...Object.entries(input.Tags)]);
        checkTagCount(merged.size);
        for (const [key, value] of merged) tags.set(key, value);
        return {};
      },
    }),
    UntagResource: operation<ResourceInput & { readonly TagKeys: readonly string[] }, object>({
      authorize: ask('UntagResource'),
      run(input, call) {
        const tags = tagsOf(input, call);
        for (const key of input.TagKeys) tags.delete(key);
        return {};
      },
    }),
    ListTags: operation<ResourceInput, object>({
      authorize: ask('ListTags'),
      run: (input, call) => ({ Tags: Object.fromEntries(tagsOf(input, call)) }),
    }),
  };
}
