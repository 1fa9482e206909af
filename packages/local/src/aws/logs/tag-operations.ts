import { AwsError, type Operation, operation } from '../service.ts';
import { nameInIdentifier } from './arns.ts';
import { requireGroup } from './errors.ts';
import type { LogGroup, LogStore } from './store.ts';

const MAX_TAGS = 50;

interface ResourceInput {
  readonly resourceArn: string;
}

/** TagResource, UntagResource and ListTagsForResource of log groups. */
export function tagOperations(store: LogStore): Record<string, Operation> {
  const groupAt = (input: ResourceInput): LogGroup =>
    requireGroup(store, nameInIdentifier(input.resourceArn));
  return {
    TagResource: operation<ResourceInput & { readonly tags: Readonly<Record<string, string>> }, object>({
      authorize: (input) => [{ action: 'logs:TagResource', resource: input.resourceArn }],
      run(input) {
        const group = groupAt(input);
        const merged = new Map([...group.tags, ...Object.entries(input.tags)]);
        if (merged.size > MAX_TAGS) {
          throw new AwsError(
            'TooManyTagsException',
            `The maximum number of tags (${MAX_TAGS}) has been exceeded.`,
            400,
            { resourceName: group.name },
          );
        }
        for (const [key, value] of merged) group.tags.set(key, value);
        return {};
      },
    }),
    UntagResource: operation<ResourceInput & { readonly tagKeys: readonly string[] }, object>({
      authorize: (input) => [{ action: 'logs:UntagResource', resource: input.resourceArn }],
      run(input) {
        const group = groupAt(input);
        for (const key of input.tagKeys) group.tags.delete(key);
        return {};
      },
    }),
    ListTagsForResource: operation<ResourceInput, object>({
      authorize: (input) => [{ action: 'logs:ListTagsForResource', resource: input.resourceArn }],
      run: (input) => ({ tags: Object.fromEntries(groupAt(input).tags) }),
    }),
  };
}
