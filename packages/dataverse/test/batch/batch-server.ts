import type { ClientOptions } from '@wayleave/dataverse';
import { clientTo } from '../support/client.ts';
import type { Answer, Arrived } from '../support/server.ts';
import { type Item, parseBatch } from './parse-batch.ts';

/** One answer in a batch's answer. */
export interface Part {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text as it is; anything else as JSON. */
  readonly body?: unknown;
  readonly contentId?: string | undefined;
}

/** Answers to a change set. */
export interface SetPart {
  readonly set: readonly Part[];
}

export type Script = (items: readonly Item[], arrived: Arrived) => readonly (Part | SetPart)[] | Answer;

/** A client of a server that answers each batch by `script`: with parts, or with something else altogether. */
export async function batchClientTo(script: Script, options: Partial<ClientOptions> = {}) {
  const batches: Item[][] = [];
  const made = await clientTo((arrived) => {
    const items = parseBatch(arrived.headers['content-type'], arrived.body);
    batches.push(items);
    const answer = script(items, arrived);
    if (!isParts(answer)) return answer;
    const failed = answer
      .flatMap((part) => ('set' in part ? part.set : [part]))
      .find(({ status }) => status >= 300);
    const goesOn = arrived.headers['prefer'] === 'odata.continue-on-error';
    return { status: failed !== undefined && !goesOn ? failed.status : 200, ...multipart(answer) };
  }, options);
  return { ...made, batches };
}

/** As the service writes it: CR LF, `Content-ID` in change sets, an empty line for no body. */
export function multipart(parts: readonly (Part | SetPart)[], boundary = 'batchresponse_5c1e'): Answer {
  const texts = parts.map((part) => {
    if (!('set' in part)) return http(part);
    const inner = 'changesetresponse_9a7b';
    return `Content-Type: multipart/mixed; boundary=${inner}\r\n\r\n${framed(inner, part.set.map(http))}`;
  });
  return {
    headers: { 'content-type': `multipart/mixed; boundary=${boundary}` },
    body: `${framed(boundary, texts)}\r\n`,
  };
}

export function created(id: string, contentId?: string): Part {
  const address = `https://yourorg.api.crm.dynamics.com/api/data/v9.2/accounts(${id})`;
  return { status: 204, headers: { Location: address, 'OData-EntityId': address }, contentId };
}

export function refusal(status: number, code: string, message: string, contentId?: string): Part {
  return { status, headers: { REQ_ID: 'req-1' }, body: { error: { code, message } }, contentId };
}

function isParts(answer: readonly (Part | SetPart)[] | Answer): answer is readonly (Part | SetPart)[] {
  return Array.isArray(answer);
}

function framed(boundary: string, parts: readonly string[]): string {
  return `${parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('')}--${boundary}--`;
}

function http({ status, headers = {}, body, contentId }: Part): string {
  const lines = [
    'Content-Type: application/http',
    'Content-Transfer-Encoding: binary',
    ...(contentId === undefined ? [] : [`Content-ID: ${contentId}`]),
    '',
    `HTTP/1.1 ${status} Whatever`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ...(body === undefined || typeof body === 'string'
      ? []
      : ['Content-Type: application/json; odata.metadata=minimal']),
    'OData-Version: 4.0',
    '',
    typeof body === 'string' ? body : body === undefined ? '' : JSON.stringify(body),
  ];
  return lines.join('\r\n');
}
