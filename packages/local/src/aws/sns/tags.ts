import { AwsError, type Call, type Operation, operation } from '../service.ts';
import { askTopic } from './asks.ts';
import { invalidParameter } from './errors.ts';
import type { SnsStore, Topic } from './store.ts';

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

interface OfResource {
  readonly ResourceArn: string;
}

const maxTags = 50;

export function checkNoDuplicates(tags: readonly Tag[]): void {
  if (new Set(tags.map(({ Key }) => Key)).size < tags.length) {
    throw invalidParameter('Duplicated keys are not allowed.');
  }
}

export function tagOperations(store: SnsStore): Record<string, Operation> {
  const asks = (action: string) => (input: OfResource, call: Call) => [
    askTopic(store, call, action, input.ResourceArn),
  ];
  const topicOf = ({ ResourceArn }: OfResource): Topic => {
    const topic = store.topics.get(ResourceArn);
    if (topic === undefined) throw new AwsError('ResourceNotFoundException', 'Resource does not exist', 404);
    return topic;
  };
  return {
    TagResource: operation<OfResource & { readonly Tags: readonly Tag[] }, object>({
      authorize: asks('TagResource'),
      run(input) {
        const topic = topicOf(input);
        checkNoDuplicates(input.Tags);
        const keys = new Set([...topic.tags.keys(), ...input.Tags.map(({ Key }) => Key)]);
        if (keys.size > maxTags) {
          const words = 'Could not complete request: tag quota of per resource exceeded';
          throw new AwsError('TagLimitExceededException', words);
        }
        for (const { Key, Value } of input.Tags) topic.tags.set(Key, Value);
        return {};
      },
    }),
    UntagResource: operation<OfResource & { readonly TagKeys: readonly string[] }, object>({
      authorize: asks('UntagResource'),
      run(input) {
        const topic = topicOf(input);
        for (const key of input.TagKeys) topic.tags.delete(key);
        return {};
      },
    }),
    ListTagsForResource: operation<OfResource, { Tags: readonly Tag[] }>({
      authorize: asks('ListTagsForResource'),
      run: (input) => ({ Tags: [...topicOf(input).tags].map(([Key, Value]) => ({ Key, Value })) }),
    }),
  };
}
