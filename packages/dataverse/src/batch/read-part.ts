import type { RawAnswer } from '../errors/answer.ts';
import { boundaryOf, type Fail, MultipartReader } from './multipart-reader.ts';

/** One answer out of a batch. */
export interface AnswerPart extends RawAnswer {
  readonly contentId: string | undefined;
}

/** One part of a batch's answer: that to a request, or those to a change set. */
export interface BatchPart {
  readonly isChangeSet: boolean;
  readonly answers: readonly AnswerPart[];
}

const decoder = /* @__PURE__ */ new TextDecoder();
const LF = 10;
const CR = 13;

/** As much as a whole HTTP answer may have for its headers in Node. */
const MAX_HEAD_BYTES = 16_384;

/** Reads a part, which is `application/http`, or a change set of such parts, `maxAnswers` at the most. */
export function readPart(bytes: Uint8Array, maxBytes: number, maxAnswers: number, fail: Fail): BatchPart {
  const { headers, body } = readHead(bytes, fail);
  const boundary = boundaryOf(headers['content-type']);
  if (boundary === undefined) return { isChangeSet: false, answers: [readAnswer(headers, body, fail)] };
  const answers: AnswerPart[] = [];
  const reader = new MultipartReader(boundary, maxBytes, fail, (inner) => {
    // Each costs far more than its bytes: those that nobody asked for are not even kept.
    if (answers.length === maxAnswers)
      throw fail(`with more answers than the ${maxAnswers} that were asked for`);
    const part = readHead(inner, fail);
    answers.push(readAnswer(part.headers, part.body, fail));
  });
  reader.push(body);
  reader.end();
  return { isChangeSet: true, answers };
}

function readAnswer(outer: RawAnswer['headers'], bytes: Uint8Array, fail: Fail): AnswerPart {
  if (!/^\s*application\/http\b/i.test(outer['content-type'] ?? '')) {
    throw fail('with a part that is not application/http');
  }
  let start = 0;
  while (bytes[start] === CR || bytes[start] === LF) start += 1;
  const end = bytes.indexOf(LF, start);
  const line = decode(bytes.subarray(start, end === -1 ? bytes.length : end));
  const status = Number(/^HTTP\/\d(?:\.\d)? (\d{3})(?:\s|$)/.exec(line)?.[1]);
  if (!(status >= 200 && status < 600)) throw fail('with a part that has no HTTP status');
  const { headers, body } = readHead(bytes.subarray(end === -1 ? bytes.length : end + 1), fail);
  // What may stand behind an answer without a body is the end of a line.
  return { contentId: outer['content-id'], status, headers, text: status === 204 ? '' : decode(body) };
}

/** Headers up to the first blank line, and what follows it. */
function readHead(bytes: Uint8Array, fail: Fail): { headers: RawAnswer['headers']; body: Uint8Array } {
  const headers: Record<string, string> = {};
  let name: string | undefined;
  let start = 0;
  while (start < bytes.length) {
    const found = bytes.indexOf(LF, start);
    const end = found === -1 ? bytes.length : found;
    if (end > MAX_HEAD_BYTES) throw fail(`with a part of more than ${MAX_HEAD_BYTES} bytes of headers`);
    const line = decode(bytes.subarray(start, end)).replace(/\r$/, '');
    start = end + 1;
    if (line === '') break;
    if (/^[ \t]/.test(line) && name !== undefined) {
      headers[name] += ` ${line.trim()}`;
      continue;
    }
    const colon = line.indexOf(':');
    name = line.slice(0, Math.max(colon, 0)).trimEnd().toLowerCase();
    if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) throw fail('with a part whose headers are broken');
    const value = line.slice(colon + 1).trim();
    headers[name] = Object.hasOwn(headers, name) ? `${headers[name]}, ${value}` : value;
  }
  return { headers, body: bytes.subarray(Math.min(start, bytes.length)) };
}

/** As text; a byte order mark at its start is dropped. */
function decode(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}
