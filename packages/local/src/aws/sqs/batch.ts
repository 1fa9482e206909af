import { AwsError } from '../service.ts';

const maxEntries = 10;

/** Checks what all batches have in common; throws the error of the whole request. */
export function checkBatch(entries: readonly { readonly Id: string }[], entryName: string): void {
  if (entries.length === 0) {
    const words = `There should be at least one ${entryName} in the request.`;
    throw new AwsError('EmptyBatchRequest', words);
  }
  if (entries.length > maxEntries) {
    const words = `Maximum number of entries per request are ${maxEntries}. You have sent ${entries.length}.`;
    throw new AwsError('TooManyEntriesInBatchRequest', words);
  }
  const seen = new Set<string>();
  for (const { Id } of entries) {
    if (!/^[\w-]{1,80}$/.test(Id)) {
      const words =
        'A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.';
      throw new AwsError('InvalidBatchEntryId', words);
    }
    if (seen.has(Id)) throw new AwsError('BatchEntryIdsNotDistinct', `Id ${Id} repeated.`);
    seen.add(Id);
  }
}

/** Does each entry by itself: an error of one is told beside the success of others. */
export function runBatch<E extends { readonly Id: string }, R extends object>(
  entries: readonly E[],
  work: (entry: E) => R,
): object {
  const Successful: object[] = [];
  const Failed: object[] = [];
  for (const entry of entries) {
    try {
      Successful.push({ Id: entry.Id, ...work(entry) });
    } catch (cause) {
      if (!(cause instanceof AwsError)) throw cause;
      Failed.push({
        Id: entry.Id,
        SenderFault: cause.status < 500,
        Code: cause.code,
        Message: cause.message,
      });
    }
  }
  return { Successful, Failed };
}
