import { ConfigurationError, DataverseError } from '@wayleave/dataverse';
import { describe, expect, it } from 'vitest';
import { clientTo, ID } from '../support/client.ts';
import { rejection } from '../support/entra.ts';
import { inOrder } from '../support/server.ts';
import { schema } from './schema.ts';

const ROOT = '/api/data/v9.2';

describe('getIfChanged()', () => {
  it('gives the row when it has changed, and undefined when it has not', async () => {
    const answers = inOrder({ body: { name: 'new' } }, { status: 304 });
    const { client, server } = await clientTo(answers);
    const accounts = client.table('accounts');
    expect(await accounts.getIfChanged(ID, 'W/"1"', { select: ['name'] })).toEqual({ name: 'new' });
    expect(await accounts.getIfChanged({ accountnumber: 'A/1' }, 'W/"2"')).toBeUndefined();
    expect(server.requests.map(({ path, headers }) => [path, headers['if-none-match']])).toEqual([
      [`${ROOT}/accounts(${ID})?$select=name`, 'W/"1"'],
      [`${ROOT}/accounts(accountnumber='A%2F1')`, 'W/"2"'],
    ]);
  });

  it('rejects when there is no such row, and for an etag that no header may hold', async () => {
    const { client, server } = await clientTo(() => ({
      status: 404,
      body: { error: { code: '0x80040217', message: 'x' } },
    }));
    const accounts = client.table('accounts');
    expect(await rejection(accounts.getIfChanged(ID, 'W/"1"'))).toMatchObject({ status: 404 });
    expect(await rejection(accounts.getIfChanged(ID, 'W/"1"\r\nx: y'))).toBeInstanceOf(ConfigurationError);
    expect(server.requests).toHaveLength(1);
  });
});

describe('getColumn()', () => {
  it('gives one column, null when it is empty', async () => {
    const { client, server } = await clientTo(
      inOrder({ body: { value: 'x' } }, { status: 204 }, { body: { value: null } }),
    );
    const accounts = client.table('accounts');
    expect(await accounts.getColumn(ID, 'name')).toBe('x');
    expect(await accounts.getColumn(ID, 'name')).toBeNull();
    expect(await accounts.getColumn(ID, '_primarycontactid_value')).toBeNull();
    expect(server.requests.map(({ path }) => path)).toEqual([
      `${ROOT}/accounts(${ID})/name`,
      `${ROOT}/accounts(${ID})/name`,
      `${ROOT}/accounts(${ID})/_primarycontactid_value`,
    ]);
  });

  it('gives a moment as a date, and text that looks like one as text', async () => {
    const { client } = await clientTo(() => ({ body: { value: '2026-01-01T00:00:00Z' } }), { schema });
    const accounts = client.table('accounts');
    expect(await accounts.getColumn(ID, 'createdon')).toEqual(new Date('2026-01-01T00:00:00Z'));
    expect(await accounts.getColumn(ID, 'name')).toBe('2026-01-01T00:00:00Z');
  });

  it('rejects for an answer without an object, and refuses what is no column', async () => {
    const { client, server } = await clientTo(() => ({ body: 'x' }));
    const accounts = client.table('accounts');
    expect(await rejection(accounts.getColumn(ID, 'name'))).toBeInstanceOf(DataverseError);
    expect(await rejection(accounts.getColumn(ID, 'name/$value'))).toBeInstanceOf(ConfigurationError);
    expect(server.requests).toHaveLength(1);
  });
});
