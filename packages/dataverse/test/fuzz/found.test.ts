import { createMultiple } from '@wayleave/dataverse';
import { describe, expect, it } from 'vitest';
import { clientTo, ID } from '../support/client.ts';
import { rejection } from '../support/entra.ts';

describe('of what hostile answers have shown', () => {
  it.each([[[null]], [['x']], [[{}, null]], [[{ systemuserid: 1 }]], [[{ systemuserid: ID }, 5]]])(
    'a user is none without an id: %j',
    async (value) => {
      const { client } = await clientTo(() => ({ body: { value } }));
      const error = await rejection(client.findUser({ email: 'a@example.com' }));
      expect(error).toMatchObject({ code: 'ERR_DATAVERSE_RESPONSE', status: 200 });
    },
  );

  it("the names of a table are waited for in the caller's time, and until its signal", async () => {
    const { client } = await clientTo(() => new Promise(() => {}));
    const rows = [{ name: 'x' }];
    const accounts = client.table('accounts');
    const first = rejection(createMultiple(accounts, rows, { timeoutMs: 30 }));
    const second = rejection(createMultiple(accounts, rows, { signal: AbortSignal.timeout(10) }));
    const third = rejection(createMultiple(accounts, rows, { signal: AbortSignal.abort() }));
    expect(await first).toMatchObject({ code: 'ERR_TRANSPORT_TIMEOUT' });
    expect(await second).toMatchObject({ code: 'ERR_TRANSPORT_ABORTED' });
    expect(await third).toMatchObject({ code: 'ERR_TRANSPORT_ABORTED' });
  });
});
