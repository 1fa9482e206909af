import { type Connection, open } from '../connection.ts';
import { unreadable } from '../errors/answer.ts';
import type { DataverseError } from '../errors/dataverse-error.ts';
import { type Outgoing, prefer } from '../outgoing.ts';
import { bodyChunks, readText } from '../transport/read-body.ts';
import type { Transport } from '../transport/transport.ts';
import { requestsOf, type Slot } from './entry.ts';
import { boundaryOf, MultipartReader } from './multipart-reader.ts';
import { type Outcome, SkippedError } from './outcomes.ts';
import { isFailed, readOutcomes } from './read-outcomes.ts';
import { readPart } from './read-part.ts';
import { writeBatch } from './write-batch.ts';

/** Of one part, a change set's being one; pages of 5,000 wide rows come to some 30 MB. */
const MAX_PART_BYTES = 128 * 1024 * 1024;

/** Sends the requests as one and gives what became of each as the answer arrives. */
export async function* sendBatch(
  connection: Connection,
  slots: readonly Slot[],
  continueOnError: boolean,
): AsyncGenerator<Outcome, void, undefined> {
  const { environment, seams, impersonation } = connection;
  const { contentType, body } = writeBatch(slots, seams.random);
  const outgoing: Outgoing = {
    method: 'POST',
    url: `${environment.apiRoot}$batch`,
    headers: { 'content-type': contentType, ...prefer(continueOnError && 'odata.continue-on-error') },
    body: new TextEncoder().encode(body),
  };
  let token = '';
  let status = 200;
  // A batch that stopped at a request has that request's status, and is an answer all the same: least of all may it
  // be sent again because that request met a 429.
  const transport: Transport = async (request) => {
    const response = await connection.transport(request);
    if (request.url !== outgoing.url) return response;
    status = response.status;
    token = request.headers['authorization']?.replace(/^Bearer /, '') ?? '';
    return boundaryOf(response.headers['content-type']) === undefined
      ? response
      : { ...response, status: 200 };
  };
  const { tag: _, ...options } = connection.options; // it is in each part
  const reply = await open({ ...connection, options, transport }, outgoing);

  const fail = (what: string, text = '') =>
    unreadable({ status, headers: reply.headers, text }, outgoing, what);
  const boundary = boundaryOf(reply.headers['content-type']);
  if (boundary === undefined)
    throw fail('without the multipart answer that was asked for', await readText(reply));

  let read: Outcome[] = [];
  let next = 0;
  let failure: DataverseError | undefined;
  const reader = new MultipartReader(boundary, MAX_PART_BYTES, fail, (bytes) => {
    const slot = slots[next];
    if (slot === undefined) throw fail('with more answers than there were requests');
    next += 1;
    const asked = {
      environment: environment.url,
      token,
      now: seams.now(),
      ...(impersonation && { actingFor: impersonation[1] }),
    };
    const part = readPart(bytes, MAX_PART_BYTES, requestsOf(slot).length, fail);
    const outcomes = readOutcomes(slot, part, asked, fail);
    read.push(...outcomes);
    const [first] = outcomes;
    failure = isFailed(part) && first?.ok === false && !first.skipped ? first.error : undefined;
  });
  for await (const chunk of bodyChunks(reply)) {
    reader.push(chunk);
    yield* read;
    read = [];
  }
  reader.end();
  yield* read;
  const missing = slots.slice(next).flatMap(requestsOf);
  if (missing.length === 0) return;
  if (failure === undefined || continueOnError) {
    throw fail(`without an answer to ${missing.length} of the requests; what became of them is not known`);
  }
  for (const { entry } of missing) {
    yield { entry, ok: false, skipped: true, error: new SkippedError(entry.request, failure) };
  }
}
