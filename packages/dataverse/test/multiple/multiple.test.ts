import { guid } from '@wayleave/dataverse';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createMultiple,
  deleteMultiple,
  updateMultiple,
  upsertMultiple,
} from '../../src/multiple/multiple.ts';
import { readRowStatuses } from '../../src/multiple/partial-failure.ts';
import { clientTo, ID, OTHER_ID } from '../support/client.ts';
import { rejection } from '../support/entra.ts';
import type { Answer } from '../support/server.ts';

const NAMES = { body: { value: [{ LogicalName: 'account', PrimaryIdAttribute: 'accountid' }] } };
const TYPE = { '@odata.type': 'Microsoft.Dynamics.CRM.account' };

/** Answers the question for names, and with `answer` otherwise. */
async function accounts(answer: Answer, names: Answer = NAMES) {
  const { client, server, time } = await clientTo(({ path }) =>
    path.includes('EntityDefinitions') ? names : answer,
  );
  const sent = () => server.requests.at(-1);
  return {
    table: client.table('accounts'),
    client,
    server,
    time,
    sent,
    body: () => JSON.parse(sent()?.body ?? ''),
  };
}

describe('many rows in one request', () => {
  it('are created, each with its type, and their ids come in order', async () => {
    const { table, sent, body } = await accounts({ body: { Ids: [ID, OTHER_ID] } });
    expect(await createMultiple(table, [{ name: 'a' }, { name: 'b' }])).toEqual([ID, OTHER_ID]);
    expect(sent()).toMatchObject({
      method: 'POST',
      path: '/api/data/v9.2/accounts/Microsoft.Dynamics.CRM.CreateMultiple',
      headers: { prefer: 'odata.include-annotations="Microsoft.PowerApps.CDS.ErrorDetails.*"' },
    });
    expect(body()).toEqual({
      Targets: [
        { ...TYPE, name: 'a' },
        { ...TYPE, name: 'b' },
      ],
    });
  });

  it('are updated by their primary key, without which nothing is sent', async () => {
    const { table, server, body } = await accounts({ status: 204 });
    await updateMultiple(table, [{ accountid: ID.toUpperCase(), name: 'a' }]);
    expect(body()).toEqual({ Targets: [{ ...TYPE, accountid: ID, name: 'a' }] });
    const count = server.requests.length;
    expect(await rejection(updateMultiple(table, [{ name: 'a' }]))).toMatchObject({
      code: 'ERR_DATAVERSE_ARGUMENT',
    });
    expect(server.requests).toHaveLength(count);
  });

  it('are upserted by id or by another key, whose columns do not stand in the row', async () => {
    const { table, body } = await accounts({ status: 204 });
    await upsertMultiple(table, [
      { key: ID, row: { name: 'a' } },
      { key: { accountnumber: "O'1 &" }, row: { accountnumber: "O'1 &", name: 'b' } },
    ]);
    expect(body()).toEqual({
      Targets: [
        { ...TYPE, accountid: ID, name: 'a' },
        { ...TYPE, name: 'b', '@odata.id': "accounts(accountnumber='O''1%20%26')" },
      ],
    });
    const other = { key: { accountnumber: 'A1' }, row: { accountnumber: 'A2' } };
    expect(await rejection(upsertMultiple(table, [other]))).toMatchObject({ code: 'ERR_DATAVERSE_ARGUMENT' });
  });

  it('are deleted by id, or by id and partition', async () => {
    const { table, body } = await accounts({ status: 204 });
    await deleteMultiple(table, [ID, { accountid: guid(OTHER_ID), partitionid: 'p' }]);
    expect(body()).toEqual({
      Targets: [
        { ...TYPE, accountid: ID },
        { ...TYPE, accountid: OTHER_ID, partitionid: 'p' },
      ],
    });
    expect(await rejection(deleteMultiple(table, [{ name: 'p' }]))).toMatchObject({
      code: 'ERR_DATAVERSE_ARGUMENT',
    });
  });

  it('says that it is the user acted for who does not exist, also when it tells of each row', async () => {
    const details = JSON.stringify([{ RequestIndex: 0, Id: '', StatusCode: 404 }]);
    const { client } = await accounts({
      status: 404,
      body: {
        error: {
          code: '0x80040217',
          message: `SystemUser With Id = ${OTHER_ID} Does Not Exist`,
          '@Microsoft.PowerApps.CDS.ErrorDetails.Plugin.BulkApiErrorDetails': details,
        },
      },
    });
    const table = client.as(OTHER_ID).table('accounts');
    expect(await rejection(createMultiple(table, [{ name: 'a' }]))).toMatchObject({
      code: 'ERR_DATAVERSE_PARTIAL',
      cause: { hint: expect.stringContaining('user to act for') },
    });
  });

  it('that are none are not sent', async () => {
    const { table, server } = await accounts({ status: 204 });
    expect(await createMultiple(table, [])).toEqual([]);
    await updateMultiple(table, []);
    expect(server.requests).toEqual([]);
  });

  it('take options of a request', async () => {
    const { table, sent } = await accounts({ status: 204 });
    await deleteMultiple(table, [ID], { suppressFlows: true });
    expect(sent()?.headers).toMatchObject({ 'mscrm.suppresscallbackregistrationexpanderjob': 'true' });
  });

  it('are sent again for 429 alone', async () => {
    let count = 0;
    const { client, server } = await clientTo(({ path }) => {
      if (path.includes('EntityDefinitions')) return NAMES;
      count += 1;
      return count === 1 ? { status: 429, headers: { 'Retry-After': '1' } } : { status: 503 };
    });
    const asked = createMultiple(client.table('accounts'), [{}]);
    expect(await rejection(asked)).toMatchObject({ status: 503 });
    expect(server.requests).toHaveLength(3);
  });

  it('whose ids do not come are an error that says that they are there', async () => {
    const { table } = await accounts({ body: { Ids: [ID] } });
    expect(await rejection(createMultiple(table, [{}, {}]))).toMatchObject({
      code: 'ERR_DATAVERSE_RESPONSE',
      message: expect.stringContaining('created all the same'),
    });
  });
});

describe('an elastic table', () => {
  const details = (rows: readonly object[]) => ({
    error: {
      code: '0x80048d19',
      message: 'Some failed.',
      '@Microsoft.PowerApps.CDS.ErrorDetails.Plugin.BulkApiErrorDetails': JSON.stringify(rows),
    },
  });

  it.each([400, 429])('may take some of the rows, and says which (%i)', async (status) => {
    const body = details([
      { RequestIndex: 1, Id: OTHER_ID, StatusCode: 200 },
      { RequestIndex: 0, Id: ID, StatusCode: 412 },
    ]);
    const { table, server } = await accounts({ status, body });
    const error = await rejection(createMultiple(table, [{}, {}]));
    expect(error).toMatchObject({
      code: 'ERR_DATAVERSE_PARTIAL',
      rows: [
        { index: 0, id: ID, status: 412 },
        { index: 1, id: OTHER_ID, status: 200 },
      ],
      cause: { status, serverMessage: 'Some failed.' },
      message: expect.stringContaining('1 of 2 rows were not written'),
    });
    expect(server.requests).toHaveLength(2);
  });

  it('that does not tell of all rows has failed as any other', async () => {
    const { table } = await accounts({ status: 400, body: details([{ RequestIndex: 1, StatusCode: 200 }]) });
    expect(await rejection(createMultiple(table, [{}, {}]))).toMatchObject({
      status: 400,
      errorCode: '0x80048d19',
    });
  });

  it('may answer what it likes', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(3), (value, count) => {
        const text = JSON.stringify({ error: { 'x.Plugin.BulkApiErrorDetails': JSON.stringify(value) } });
        for (const body of [text, JSON.stringify(value), JSON.stringify({ error: value })]) {
          const rows = readRowStatuses(body, count);
          expect(rows === undefined || rows.length === count).toBe(true);
        }
      }),
    );
  });
});

describe('the names of a table', () => {
  it('are asked for once, by however many callers, and by the clients derived from this one', async () => {
    const { client, table, server } = await accounts({ status: 204 });
    await Promise.all([deleteMultiple(table, [ID]), deleteMultiple(client.as(ID).table('accounts'), [ID])]);
    await deleteMultiple(table, [ID]);
    const asked = server.requests.filter(({ path }) => path.includes('EntityDefinitions'));
    expect(asked.map(({ path }) => decodeURIComponent(path))).toEqual([
      "/api/data/v9.2/EntityDefinitions?$select=LogicalName,PrimaryIdAttribute&$filter=EntitySetName eq 'accounts'",
    ]);
  });

  it('that could not be had are asked for anew', async () => {
    let count = 0;
    const { client } = await clientTo(({ path }) => {
      if (!path.includes('EntityDefinitions')) return { status: 204 };
      count += 1;
      return count === 1 ? { status: 403 } : NAMES;
    });
    const table = client.table('accounts');
    expect(await rejection(deleteMultiple(table, [ID]))).toMatchObject({ status: 403 });
    await deleteMultiple(table, [ID]);
    expect(count).toBe(2);
  });

  it('come from the schema when that knows the table', async () => {
    const schema = {
      tables: { accounts: { logicalName: 'account', id: 'accountid', moments: [], navigation: {} } },
    };
    const { client, server } = await clientTo(() => ({ status: 204 }), { schema });
    await deleteMultiple(client.table('accounts'), [ID]);
    expect(server.requests).toHaveLength(1);
  });

  it('of no table are an error that says so; of a strange answer too', async () => {
    const none = await accounts({ status: 204 }, { body: { value: [] } });
    expect(await rejection(deleteMultiple(none.table, [ID]))).toMatchObject({
      message: expect.stringContaining('no table whose entity set is "accounts"'),
    });
    for (const body of [{}, { value: [null] }, { value: [{ LogicalName: 1 }] }]) {
      const strange = await accounts({ status: 204 }, { body });
      expect(await rejection(deleteMultiple(strange.table, [ID]))).toMatchObject({
        code: 'ERR_DATAVERSE_RESPONSE',
      });
    }
  });
});
