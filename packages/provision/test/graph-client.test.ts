import type { Transport } from '@wayleave/dataverse';
import { createGraphClient } from '@wayleave/provision';
import { describe, expect, it } from 'vitest';

function clientTo(status: number, text: string) {
  const transport: Transport = async () => ({ status, headers: {}, body: Buffer.from(text) });
  const credential = { getToken: async () => ({ token: 'a-token', expiresOnTimestamp: 0 }) };
  return createGraphClient({ credential, transport });
}

describe('an answer of Graph', () => {
  it.each([
    ['a redirect', 302, ''],
    ['a page of a proxy', 502, '<html>'],
    ['null as an error', 500, 'null'],
    ['nothing', 200, ''],
    ['no object', 200, '"text"'],
    ['broken JSON', 200, '{"value":['],
  ])('that is %s is an error with its status', async (_, status, text) => {
    const error = await clientTo(status, text)
      .get('/applications')
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'ProvisionError', code: 'ERR_PROVISION_GRAPH', status });
  });

  it('to a PATCH has no body', async () => {
    await expect(clientTo(204, '').patch('/applications/1', {})).resolves.toBeUndefined();
  });
});
