import { AwsError } from '../service.ts';

export interface TagInput {
  readonly Key: string;
  readonly Value: string;
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
