import { type Ask, AwsError } from '../service.ts';

export interface TagInput {
  readonly Key: string;
  readonly Value: string;
}

/** The condition keys that tags of a request give. */
export function tagContext(tags: readonly TagInput[] = []): NonNullable<Ask['context']> {
  if (tags.length === 0) return {};
  const values = Object.fromEntries(tags.map(({ Key, Value }) => [`aws:RequestTag/${Key}`, Value]));
  return { ...values, 'aws:TagKeys': tags.map(({ Key }) => Key) };
}

/** Tagging is a right of its own, also where something is created with its tags. */
export function askTag(
  kind: 'Role' | 'User' | 'Policy',
  resource: string,
  tags: readonly TagInput[] = [],
): Ask[] {
  if (tags.length === 0) return [];
  return [{ action: `iam:Tag${kind}`, resource, context: tagContext(tags) }];
}

export function readTags(tags: readonly TagInput[] = []): ReadonlyMap<string, string> {
  const read = new Map<string, string>();
  for (const { Key, Value } of tags) {
    if ([...read.keys()].some((key) => key.toLowerCase() === Key.toLowerCase())) {
      throw new AwsError(
        'InvalidInput',
        'Duplicate tag keys found. Please note that Tag keys are case insensitive.',
      );
    }
    read.set(Key, Value);
  }
  return read;
}
