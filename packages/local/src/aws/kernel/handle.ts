import { randomUUID } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import type { Trail } from '../../trail.ts';
import type { IdentityStore } from '../iam/identity-store.ts';
import { AwsError } from '../service.ts';
import { readClaim } from '../sigv4/authorization.ts';
import { unchunk } from '../sigv4/aws-chunked.ts';
import { verifySignature } from '../sigv4/verify.ts';
import { decodeInput, encodeFailure, encodeOutput } from '../wire/codec.ts';
import { readRequest, type WireRequest } from '../wire/request.ts';
import { signingNameOf } from '../wire/services.ts';
import type { Struct } from '../wire/shapes.ts';
import type { Origin } from './authorise.ts';
import { bodyLimit, bodyRefusal } from './body-limit.ts';
import type { Execute } from './execute.ts';
import { type Found, locate } from './locate.ts';
import { isLoopback } from './loopback.ts';
import { serviceMissing } from './service-missing.ts';

export interface HandleOptions {
  readonly origin: string;
  readonly region: string;
  readonly accountId: string;
  readonly clock: Clock;
  readonly trail: Trail;
  readonly store: IdentityStore;
  readonly execute: Execute;
}

/** What the listener knows of a connection and a Request does not say. */
export interface Connection {
  readonly remoteAddress?: string;
}

export type Handle = (request: Request, connection?: Connection) => Promise<Response>;

/** The way in from outside: find, authenticate, read, execute, answer. */
export function createHandle(options: HandleOptions): Handle {
  const { region, accountId, clock, trail, store, execute } = options;
  const originHost = new URL(options.origin).host;

  return async (incoming, connection = {}) => {
    const arrived = clock.now();
    const requestId = randomUUID();
    const request = await readRequest(incoming, bodyLimit);
    const found = locate(request, originHost);
    const response = await respond(request, found, requestId, arrived, connection);
    // Clients whose clock is wrong correct it by this header.
    response.headers.set('date', new Date(clock.now()).toUTCString());
    return response;
  };

  async function respond(
    request: WireRequest,
    found: Found | undefined,
    requestId: string,
    arrived: number,
    connection: Connection,
  ): Promise<Response> {
    if (found === undefined) return serviceMissing(request, requestId);
    try {
      return await answer(request, found, requestId, arrived, connection);
    } catch (error) {
      const failure = error instanceof AwsError ? error : internal(error);
      return encodeFailure(found.table, found.protocol, failure, requestId);
    }
  }

  async function answer(
    request: WireRequest,
    found: Found,
    requestId: string,
    arrived: number,
    connection: Connection,
  ): Promise<Response> {
    const { table, protocol } = found;
    if (request.fault !== undefined)
      throw bodyRefusal(table, 'route' in found ? found.route.operation : undefined, request.fault);
    const verified = authenticate(request, found, arrived);
    if ('refusal' in found) throw found.refusal;
    const located = { table, protocol, route: found.route };
    const input = decodeInput(located, unchunk(request, table, verified));
    const sourceIp = plainAddress(connection.remoteAddress ?? '127.0.0.1');
    const { caller } = verified.credential;
    const call = { caller, region, accountId, requestId, sourceIp, now: arrived };
    const origin: Origin = { arrived, sourceIp, secureTransport: request.secure || isLoopback(request.host) };
    const output = await execute(table.service, found.route.operation, input, call, origin);
    return encodeOutput(located, output as Struct, requestId);
  }

  /** A refused signature is a refusal like any other: the trail has it. */
  function authenticate(request: WireRequest, found: Found, arrived: number) {
    try {
      const lookup = (accessKeyId: string) => store.credential(accessKeyId);
      return verifySignature(request, { table: found.table, region, now: arrived, lookup });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const claim = readClaim(request);
      const operation = 'route' in found ? found.route.operation : '?';
      trail.record({
        at: clock.now(),
        cloud: 'aws',
        service: signingNameOf(found.table.service),
        principal:
          claim !== undefined && 'accessKeyId' in claim ? `access key ${claim.accessKeyId}` : 'anonymous',
        action: `${signingNameOf(found.table.service)}:${operation}`,
        resource: '*',
        allowed: false,
        decidedBy: `signature: ${error.code}`,
        error: { status: error.status, code: error.code, message: error.message },
        ms: clock.now() - arrived,
      });
      throw error;
    }
  }
}

function plainAddress(address: string): string {
  return address.replace(/^::ffff:/, '');
}

function internal(error: unknown): AwsError {
  const said = error instanceof Error ? error.message : String(error);
  const failure = new AwsError('InternalFailure', `The local service failed: ${said}`, 500);
  failure.cause = error;
  return failure;
}
