import type { Credential, Transport } from '@wayleave/dataverse';
import { ProvisionError } from '../errors.ts';

export interface GraphClientOptions {
  readonly credential: Credential;
  readonly transport: Transport;
  /** `https://graph.microsoft.com` unless another cloud. */
  readonly url?: string;
  /** Audience of the token; Microsoft Graph's own unless another cloud. */
  readonly resource?: string;
}

/** The few calls of Microsoft Graph v1.0 that setting up an app takes. */
export interface GraphClient {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: object): Promise<T>;
  patch(path: string, body: object): Promise<void>;
}

const TIMEOUT_MS = 30_000;

/**
 * A Microsoft Graph client; rejects with {@link ProvisionError} `ERR_PROVISION_GRAPH` on any refusal.
 * https://learn.microsoft.com/graph/api/overview
 */
export function createGraphClient(options: GraphClientOptions): GraphClient {
  const { credential, transport, resource = 'https://graph.microsoft.com' } = options;
  const base = new URL('/v1.0', options.url ?? 'https://graph.microsoft.com');

  const send = async (method: string, path: string, body?: object): Promise<unknown> => {
    const token = await credential.getToken(`${resource}/.default`);
    if (token === null) {
      throw new ProvisionError(
        'ERR_PROVISION_GRAPH',
        `${method} ${path}: the credential gave no token for ${resource}.`,
      );
    }
    const response = await transport({
      method,
      url: `${base.href}${path}`,
      headers: {
        accept: 'application/json',
        authorization: `Bearer ${token.token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      timeoutMs: TIMEOUT_MS,
    });
    const text = await readText(response.body);
    // A redirect is no answer either: a token is not carried to another place.
    if (response.status < 200 || response.status >= 300) throw refusal(method, path, response.status, text);
    return method === 'PATCH' ? undefined : parse(method, path, response.status, text);
  };

  return {
    // The shape is Graph's promise; each caller names the few members it selects.
    get: <T>(path: string) => send('GET', path) as Promise<T>,
    post: <T>(path: string, body: object) => send('POST', path, body) as Promise<T>,
    patch: async (path, body) => {
      await send('PATCH', path, body);
    },
  };
}

async function readText(body: Uint8Array | AsyncIterable<Uint8Array>): Promise<string> {
  if (body instanceof Uint8Array) return Buffer.from(body).toString('utf8');
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function parse(method: string, path: string, status: number, text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch (cause) {
    throw new ProvisionError('ERR_PROVISION_GRAPH', `${method} ${path}: Graph's answer is not JSON.`, {
      status,
      cause,
    });
  }
  throw new ProvisionError('ERR_PROVISION_GRAPH', `${method} ${path}: Graph's answer is no object.`, {
    status,
  });
}

function refusal(method: string, path: string, status: number, text: string): ProvisionError {
  let error: { code?: string; message?: string; innerError?: { 'request-id'?: string } } = {};
  try {
    const body = JSON.parse(text) as { error?: typeof error } | null;
    error = body?.error ?? {};
  } catch {
    // A proxy's page: the status alone must do.
  }
  const { code, message, innerError } = error;
  const requestId = innerError?.['request-id'];
  return new ProvisionError(
    'ERR_PROVISION_GRAPH',
    `${method} ${path}: ${code ?? status}: ${message ?? 'no message'}`,
    {
      status,
      ...(code === undefined ? {} : { graphCode: code }),
      ...(requestId === undefined ? {} : { requestId }),
    },
  );
}

/** A string as an OData literal in a query: quoted, quotes doubled, percent-encoded. */
export function graphLiteral(text: string): string {
  return encodeURIComponent(`'${text.replaceAll("'", "''")}'`);
}
