import fc from 'fast-check';
import { ID } from '../support/client.ts';

const PARTS = [
  'Content-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\n',
  'HTTP/1.1 204 No Content\r\n',
  'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n',
  'HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\n\r\n{"error":{"code":"0x1","message":"no"}}',
  'HTTP/1.1 99999999999 x\r\n\r\n',
  'HTTP/1.1 20',
  `OData-EntityId: /accounts(${ID})\r\n`,
  'Content-ID: 1\r\n',
  'Content-ID: -1e9\r\n',
  'Content-Type: multipart/mixed; boundary=inner\r\n\r\n',
  '--inner\r\n',
  '--inner--',
  '--b\r\n',
  '--b',
  '--b--',
  '--b--\r\n',
  '\r\n',
  '\r\n\r\n',
  '\n\n',
  ': \r\n',
  '{"value":[]}',
  '{"value":',
] as const;

/** The answer to the requests of `calls.ts`, with anything as their bodies. */
export function goodBatch(value: fc.Arbitrary<unknown>): fc.Arbitrary<string> {
  const status = fc.constantFrom('200 OK', '200 OK', '204 No Content', '404 Not Found', '304 Not Modified');
  const part = fc
    .tuple(status, value)
    .map(
      ([line, body]) =>
        `Content-Type: application/http\r\n\r\nHTTP/1.1 ${line}\r\nContent-Type: application/json\r\n\r\n${JSON.stringify(body)}\r\n`,
    );
  const set = fc
    .array(part, { minLength: 1, maxLength: 3 })
    .map((parts) => `Content-Type: multipart/mixed; boundary=inner\r\n\r\n${partsOf('inner', parts)}\r\n`);
  return fc
    .tuple(part, part, fc.oneof(set, part), fc.array(part, { maxLength: 1 }))
    .map(([one, two, three, more]) => partsOf('b', [one, two, three, ...more]));
}

function partsOf(boundary: string, parts: readonly string[]): string {
  return `${parts.map((part) => `--${boundary}\r\n${part}`).join('')}--${boundary}--\r\n`;
}

/** Pieces of an answer to a batch in any order. */
export const multipart = fc
  .array(fc.oneof(fc.constantFrom(...PARTS), fc.string({ maxLength: 8 })), { maxLength: 14 })
  .map((parts) => `--b\r\n${parts.join('')}`);
