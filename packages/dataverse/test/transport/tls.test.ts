import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { nodeTransport } from '@wayleave/dataverse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { selfSigned } from '../support/certificate.ts';
import { rejection } from '../support/entra.ts';

const { cert, key } = selfSigned();
const server = createServer({ cert, key }, (_, response) => response.end('ok'));
let port = 0;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port; // a TCP server has one
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const get = (host: string) => ({
  method: 'GET',
  url: `https://${host}:${port}/`,
  headers: {},
  timeoutMs: 5000,
});

describe('nodeTransport over https', () => {
  it('trusts the certificate authority it was given', async () => {
    const transport = nodeTransport({ ca: cert });
    expect((await transport(get('127.0.0.1'))).status).toBe(200);
    transport.close();
  });

  it('refuses one it does not know, and says what to do', async () => {
    const transport = nodeTransport();
    expect(await rejection(transport(get('127.0.0.1')))).toMatchObject({
      code: 'ERR_TRANSPORT_TLS',
      message: expect.stringContaining('nodeTransport({ ca })'),
    });
    transport.close();
  });

  it('refuses a certificate authority that is none at once', () => {
    expect(() => nodeTransport({ ca: 'no PEM' })).toThrowError(
      expect.objectContaining({ code: 'ERR_TRANSPORT_TLS' }),
    );
  });

  it('refuses a certificate for another host', async () => {
    const transport = nodeTransport({ ca: cert });
    expect(await rejection(transport(get('localhost')))).toMatchObject({ code: 'ERR_TRANSPORT_TLS' });
    transport.close();
  });
});
