import { AwsError } from '../service.ts';
import type { WireRequest } from '../wire/request.ts';
import type { ServiceTable } from '../wire/table.ts';
import { signatureRefusal } from './refusals.ts';
import { EMPTY_SHA256, sameText, sha256, sign } from './signature.ts';
import type { Verified } from './verify.ts';

const SIGNED = /^STREAMING-AWS4-HMAC-SHA256-PAYLOAD(-TRAILER)?$/;

/**
 * Takes the aws-chunked framing off a body, checks the signature of each chunk where there are some, and
 * turns the trailer into headers. Requests without that framing come back as they are.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 */
export function unchunk(request: WireRequest, table: ServiceTable, verified: Verified): WireRequest {
  const kind = request.headers.get('x-amz-content-sha256') ?? '';
  const codings = (request.headers.get('content-encoding') ?? '').split(',').map((coding) => coding.trim());
  if (!kind.startsWith('STREAMING-') && !codings.includes('aws-chunked')) return request;
  if (kind.startsWith('STREAMING-') && kind !== 'STREAMING-UNSIGNED-PAYLOAD-TRAILER' && !SIGNED.test(kind)) {
    throw new AwsError(
      'NotImplemented',
      `A payload signed as ${kind} is not implemented. (local AWS does not build it)`,
      501,
    );
  }
  const { body, trailer } = readChunks(
    request.body,
    SIGNED.test(kind) ? chunkVerifier(table, verified) : undefined,
  );
  const declared = request.headers.get('x-amz-decoded-content-length');
  if (declared !== null && Number(declared) !== body.length) {
    throw new AwsError('IncompleteBody', 'The request body terminated unexpectedly', 400);
  }
  const headers = new Headers(request.headers);
  for (const [name, value] of trailer) if (!name.startsWith('x-amz-trailer-')) headers.set(name, value);
  const kept = codings.filter((coding) => coding !== '' && coding !== 'aws-chunked');
  if (kept.length > 0) headers.set('content-encoding', kept.join(','));
  else headers.delete('content-encoding');
  headers.set('content-length', String(body.length));
  return { ...request, headers, body };
}

interface ChunkVerifier {
  chunk(data: Uint8Array, signature: string | undefined): void;
  trailer(text: string, signature: string | undefined): void;
}

function chunkVerifier(table: ServiceTable, { key, scope, timestamp, signature }: Verified): ChunkVerifier {
  let previous = signature;
  const check = (text: string, given: string | undefined) => {
    const wanted = sign(key, text);
    if (given === undefined || !sameText(given, wanted)) throw signatureRefusal(table, 'wrong-signature');
    previous = wanted;
  };
  return {
    chunk(data, given) {
      const head = `AWS4-HMAC-SHA256-PAYLOAD\n${timestamp}\n${scope}\n${previous}`;
      check(`${head}\n${EMPTY_SHA256}\n${sha256(data)}`, given);
    },
    trailer(text, given) {
      check(`AWS4-HMAC-SHA256-TRAILER\n${timestamp}\n${scope}\n${previous}\n${sha256(text)}`, given);
    },
  };
}

interface Chunks {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly trailer: ReadonlyMap<string, string>;
}

function readChunks(raw: Uint8Array, verifier: ChunkVerifier | undefined): Chunks {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  const parts: Uint8Array[] = [];
  let at = 0;
  for (;;) {
    const end = bytes.indexOf('\r\n', at);
    if (end < 0) throw incomplete();
    const [size = '', ...extensions] = bytes.toString('latin1', at, end).split(';');
    if (!/^[\da-f]{1,8}$/i.test(size)) throw incomplete();
    const length = Number.parseInt(size, 16);
    const signature = extensions
      .find((text) => text.startsWith('chunk-signature='))
      ?.slice('chunk-signature='.length);
    const data = bytes.subarray(end + 2, end + 2 + length);
    if (data.length !== length) throw incomplete();
    verifier?.chunk(data, signature);
    if (length === 0) {
      at = end + 2;
      break;
    }
    parts.push(data);
    at = end + 2 + length + 2;
  }
  const trailer = new Map<string, string>();
  for (const line of bytes.toString('latin1', at).split(/\r?\n/)) {
    const cut = line.indexOf(':');
    if (cut > 0) trailer.set(line.slice(0, cut).trim().toLowerCase(), line.slice(cut + 1).trim());
  }
  const covered = [...trailer].filter(([name]) => name !== 'x-amz-trailer-signature');
  if (verifier !== undefined && covered.length > 0) {
    verifier.trailer(
      covered.map(([name, value]) => `${name}:${value}\n`).join(''),
      trailer.get('x-amz-trailer-signature'),
    );
  }
  return { body: new Uint8Array(Buffer.concat(parts)), trailer };
}

function incomplete(): AwsError {
  return new AwsError('IncompleteBody', 'The request body terminated unexpectedly', 400);
}
