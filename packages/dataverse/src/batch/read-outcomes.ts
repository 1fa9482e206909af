import { type AskedFor, readError } from '../errors/answer.ts';
import { DataverseError } from '../errors/dataverse-error.ts';
import { explain } from '../errors/explain.ts';
import { BatchEntry, requestsOf, type Slot, type WrittenRequest } from './entry.ts';
import type { Fail } from './multipart-reader.ts';
import type { Outcome } from './outcomes.ts';
import type { AnswerPart, BatchPart } from './read-part.ts';

/** What became of the requests of `slot`, by the part that answers it. Throws `fail` for a part that cannot be its answer. */
export function readOutcomes(
  slot: Slot,
  part: BatchPart,
  asked: Omit<AskedFor, 'at' | 'isRepeated'>,
  fail: Fail,
): Outcome[] {
  const requests = requestsOf(slot);
  if (part.isChangeSet && 'entry' in slot) throw fail('with a change set where there was none');
  const failed = part.answers.find(({ status }) => status >= 300);
  if (failed !== undefined) {
    const culprit = requests.length === 1 ? requests[0] : byContentId(requests, failed);
    const where = 'entry' in slot ? '$batch' : '$batch, change set';
    const at = culprit === undefined ? where : `${where}: ${culprit.entry.request}`;
    const error = readError(explain, failed, { ...asked, at, isRepeated: false });
    return requests.map(({ entry }) => ({ entry, ok: false, skipped: false, error }));
  }
  if (part.answers.length !== requests.length) {
    throw fail(`with ${part.answers.length} answers to the ${requests.length} requests of a change set`);
  }
  const byRequest = new Map<WrittenRequest, AnswerPart>();
  for (const [index, answer] of part.answers.entries()) {
    const request = answer.contentId === undefined ? requests[index] : byContentId(requests, answer);
    if (request === undefined) throw fail('with a Content-ID that is of no request');
    byRequest.set(request, answer);
  }
  return requests.map((request) => readOutcome(request, byRequest.get(request), fail));
}

/** Whether it is the service's error, rather than a success that cannot be read. */
export function isFailed({ answers }: BatchPart): boolean {
  return answers.some(({ status }) => status >= 300);
}

function readOutcome({ entry }: WrittenRequest, answer: AnswerPart | undefined, fail: Fail): Outcome {
  if (answer === undefined) throw fail('without an answer to each request');
  try {
    return { entry, ok: true, value: BatchEntry.read(entry, answer) };
  } catch (error) {
    if (error instanceof DataverseError) return { entry, ok: false, skipped: false, error };
    throw error;
  }
}

function byContentId(requests: readonly WrittenRequest[], { contentId }: AnswerPart) {
  return requests.find((request) => contentId !== undefined && String(request.contentId) === contentId);
}
