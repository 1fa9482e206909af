/** Every operation of every service, spoken by the real SDK with random inputs, outputs and modelled errors. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import * as cloudformation from '@aws-sdk/client-cloudformation';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as iam from '@aws-sdk/client-iam';
import * as lambda from '@aws-sdk/client-lambda';
import * as s3 from '@aws-sdk/client-s3';
import * as sns from '@aws-sdk/client-sns';
import * as sqs from '@aws-sdk/client-sqs';
import * as sts from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { locate } from '../../../src/aws/kernel/locate.ts';
import { AwsError } from '../../../src/aws/service.ts';
import { decodeInput, encodeFailure, encodeOutput } from '../../../src/aws/wire/codec.ts';
import { readRequest } from '../../../src/aws/wire/request.ts';
import { membersOf, type Struct, structureOf, type Target } from '../../../src/aws/wire/shapes.ts';
import { loadTable } from '../../../src/aws/wire/table.ts';
import { randomStruct, seededRandom } from '../../support/random-shapes.ts';

/** What the test does with the next request. */
interface Exchange {
  operation?: string;
  input?: Struct;
  answer: Struct | AwsError;
}

let exchange: Exchange = { answer: {} };
let server: Server;
let endpoint: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Uint8Array[] = [];
    request.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    request.on('end', async () => {
      const headers = new Headers(request.headers as Record<string, string>);
      const method = request.method ?? 'GET';
      const body = method === 'GET' || method === 'HEAD' ? null : Buffer.concat(chunks);
      const wire = await readRequest(new Request(`${endpoint}${request.url}`, { method, headers, body }));
      const found = locate(wire, new URL(endpoint).host);
      if (found === undefined || 'refusal' in found) {
        response.writeHead(500).end('no route');
        return;
      }
      exchange.operation = found.route.operation;
      exchange.input = decodeInput(found, wire);
      const { answer } = exchange;
      const answered =
        answer instanceof AwsError
          ? encodeFailure(found.table, found.protocol, answer, 'request-id')
          : encodeOutput(found, answer, 'request-id');
      response.writeHead(answered.status, Object.fromEntries(answered.headers));
      response.end(Buffer.from(await answered.arrayBuffer()));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

interface Client {
  send(command: object): Promise<Struct>;
}
type Module = Record<string, unknown>;

const SERVICES: readonly (readonly [string, Module, string])[] = [
  ['sns', sns, 'SNSClient'],
  ['sqs', sqs, 'SQSClient'],
  ['sts', sts, 'STSClient'],
  ['iam', iam, 'IAMClient'],
  ['lambda', lambda, 'LambdaClient'],
  ['cloudwatch-logs', logs, 'CloudWatchLogsClient'],
  ['cloudformation', cloudformation, 'CloudFormationClient'],
  ['s3', s3, 'S3Client'],
];

/** Answers that are event streams; they are not built. */
const EVENT_STREAMS = ['InvokeWithResponseStream', 'StartLiveTail', 'GetLogObject', 'SelectObjectContent'];
/** Operations that the client calls by itself, or under another name, or sends to a host of its own. */
const ODD = ['WriteGetObjectResponse', 'CreateSession', 'ListDirectoryBuckets'];

function operationsOf(name: string, module: Module): string[] {
  return Object.keys(loadTable(name).operations).filter(
    (operation) =>
      `${operation}Command` in module && !EVENT_STREAMS.includes(operation) && !ODD.includes(operation),
  );
}

function clientOf(module: Module, name: string): Client {
  const Constructor = module[name] as new (options: object) => Client;
  const client = new Constructor({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' },
    maxAttempts: 1,
    forcePathStyle: true,
    disableHostPrefix: true,
    md5: false,
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestChecksumCalculation: 'WHEN_REQUIRED',
  });
  return client;
}

function command(module: Module, operation: string, input: Struct): object {
  const Constructor = module[`${operation}Command`] as new (input: Struct) => object;
  return new Constructor(input);
}

describe.each(SERVICES)('%s', (name, module, clientName) => {
  const table = loadTable(name);
  /** Members that S3's client computes or rewrites by itself. */
  const skip = (member: string, { traits }: Target) =>
    (name === 's3' &&
      (/^(SSECustomer|CopySourceSSECustomer|Checksum|ContentMD5|ContentLength|Expires|ContentEncoding|ContentRange)/.test(
        member,
      ) ||
        member === 'LocationConstraint')) ||
    traits.httpResponseCode === true;

  test('inputs and outputs come through as they were sent', async () => {
    const client = clientOf(module, clientName);
    const random = seededRandom(20_261_123);
    const failures: string[] = [];
    const operations = operationsOf(name, module);
    for (const operation of operations) {
      const { input, output } = table.operations[operation] ?? {};
      const sent = randomStruct(table, structureOf(table, input), random, { skip });
      if ('Bucket' in sent) sent['Bucket'] = 'videos';
      const answer = randomStruct(table, structureOf(table, output), random, { skip });
      exchange = { answer };
      try {
        const { $metadata: _, ...received } = await client.send(command(module, operation, sent));
        expect(exchange.operation).toBe(operation);
        failures.push(...differences(`${operation} input`, withoutLength(exchange.input), sent));
        const { StatusCode: __, Status: ___, ...compared } = await collected(received);
        const { Status: ____, ...expected } = answer;
        failures.push(...differences(`${operation} output`, withoutLength(compared), expected));
      } catch (error) {
        failures.push(`${operation}: ${(error as Error).message.slice(0, 600)}`);
      }
    }
    expect(failures).toEqual([]);
    expect(operations.length).toBeGreaterThan(9);
  });

  test('modelled errors come through with name, message and status', async () => {
    const client = clientOf(module, clientName);
    const random = seededRandom(7);
    const failures: string[] = [];
    const seen = new Set<string>();
    for (const operation of operationsOf(name, module)) {
      const { input, errors = [] } = table.operations[operation] ?? {};
      // A HEAD has no body that could name its error.
      for (const code of operation.startsWith('Head') ? [] : errors) {
        // Each error is answered once, and each operation answers one.
        if (seen.has(code) && code !== errors[0]) continue;
        seen.add(code);
        const sent = randomStruct(table, structureOf(table, input), random, { skip });
        if ('Bucket' in sent) sent['Bucket'] = 'videos';
        exchange = { answer: new AwsError(code, 'Wrong <&> "é"') };
        const error = await client.send(command(module, operation, sent)).then(
          () => undefined,
          (thrown: { name: string; message: string }) => thrown,
        );
        const hasMessage = membersOf(table, structureOf(table, code)).some(([member]) =>
          /^message$/i.test(member),
        );
        if (error?.name !== code || (hasMessage && error.message !== 'Wrong <&> "é"')) {
          failures.push(`${operation} ${code}: ${error?.name} ${error?.message}`);
        }
      }
    }
    expect(failures).toEqual([]);
  });
});

/** Every request and answer with a body has this header, whether the caller gave it or not. */
function withoutLength(input: Struct = {}): Struct {
  return Object.fromEntries(Object.entries(input).filter(([name]) => name !== 'ContentLength'));
}

function differences(what: string, got: Struct, wanted: Struct): string[] {
  const members = new Set([...Object.keys(got), ...Object.keys(wanted)]);
  return [...members].flatMap((member) => {
    const [a, b] = [JSON.stringify(plain(got[member])), JSON.stringify(plain(wanted[member]))];
    return isDeepStrictEqual(plain(got[member]), plain(wanted[member]))
      ? []
      : `${what} ${member}: ${a} instead of ${b}`;
  });
}

/** Streams and buffers as arrays, so that values can be compared. */
async function collected(output: Struct): Promise<Struct> {
  const out: Struct = {};
  for (const [key, value] of Object.entries(output)) {
    const stream = value as { transformToByteArray?: () => Promise<Uint8Array> };
    out[key] =
      typeof stream?.transformToByteArray === 'function' ? await stream.transformToByteArray() : value;
  }
  return out;
}

function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return `blob:${Buffer.from(value).toString('hex')}`;
  if (value instanceof Date) return `date:${value.toISOString()}`;
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, item]) => item !== undefined)
        .map(([key, item]) => [key, plain(item)]),
    );
  }
  return value;
}
