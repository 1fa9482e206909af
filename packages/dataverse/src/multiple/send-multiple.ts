import { type Connection, send } from '../connection.ts';
import { readError } from '../errors/answer.ts';
import { nameOf, type Outgoing } from '../outgoing.ts';
import type { Reply } from '../reply.ts';
import { readText } from '../transport/read-body.ts';
import { PartialFailureError, readRowStatuses } from './partial-failure.ts';

/** As `send`; rejects with `PartialFailureError` when the refusal tells what became of each of `count` rows. */
export async function sendMultiple(
  connection: Connection,
  outgoing: Outgoing,
  count: number,
): Promise<Reply> {
  const { transport, environment, seams, impersonation } = connection;
  const listening: Connection = {
    ...connection,
    async transport(request) {
      const response = await transport(request);
      const { status, headers } = response;
      if (status < 400) return response;
      const text = await readText(response);
      const rows = readRowStatuses(text, count);
      if (rows === undefined) return { ...response, body: new TextEncoder().encode(text) };
      // Thrown from here nothing is sent again, whatever the status: some of the rows are written.
      const { explain } = await import('../errors/explain.ts');
      const asked = {
        at: nameOf(outgoing),
        environment: environment.url,
        token: request.headers['authorization']?.replace('Bearer ', '') ?? '',
        now: seams.now(),
        isRepeated: false,
        ...(impersonation && { actingFor: impersonation[1] }),
      };
      throw new PartialFailureError(rows, readError(explain, { status, headers, text }, asked));
    },
  };
  return send(listening, outgoing);
}
