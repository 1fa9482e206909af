import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, describe, it } from 'node:test';
import { registerApp } from '../../support/microsoft.mjs';
import { road } from '../../support/where.mjs';
import { connect, refused } from './connect.mjs';

const collection = 'cwl_videos';

describe('dynamics-web-api: rows', () => {
  /** @type {import('dynamics-web-api').DynamicsWebApi} */
  let api;
  /** @type {import('../../support/microsoft.mjs').App} */
  let app;
  before(async () => {
    app = await registerApp(road, 'dynamics-web-api', {
      privileges: {
        prvReadUser: 'Global',
        prvReadEntity: 'Global',
        prvCreatecwl_Video: 'Global',
        prvReadcwl_Video: 'Global',
        prvWritecwl_Video: 'Global',
        prvDeletecwl_Video: 'Global',
        prvActOnBehalfOfAnotherUser: 'Global',
      },
    });
    api = connect(road, app);
  });

  /** @param {string} name */
  const make = (name) => api.create({ collection, data: /** @type {any} */ ({ cwl_name: name }) });
  const adaQuery = {
    collection: 'systemusers',
    select: ['systemuserid', 'azureactivedirectoryobjectid'],
    filter: "internalemailaddress eq 'ada@example.com'",
  };
  const findAda = async () => (await api.retrieveMultiple(adaQuery)).value[0];

  it('asks who it is: the application user', async () => {
    const { UserId, BusinessUnitId, OrganizationId } = await api.callFunction('WhoAmI');
    assert.equal(UserId, app.userId);
    for (const id of [BusinessUnitId, OrganizationId]) assert.match(id, /^[0-9a-f-]{36}$/);
  });

  it('finds a user by an e-mail address with an apostrophe and a plus', async () => {
    const { value } = await api.retrieveMultiple({
      collection: 'systemusers',
      select: ['fullname'],
      filter: "internalemailaddress eq 'o''brien+test@example.com'",
    });
    assert.deepEqual(
      value.map(({ fullname }) => fullname),
      ["Nuala O'Brien"],
    );
  });

  it('creates a row and gets its id from OData-EntityId', async () => {
    const id = await make('created');
    assert.match(id, /^[0-9a-f-]{36}$/);
    assert.equal((await api.retrieve({ collection, key: id, select: ['cwl_name'] })).cwl_name, 'created');
  });

  it('creates a row and gets it back at once', async () => {
    const row = await api.create({
      collection,
      data: /** @type {any} */ ({ cwl_name: 'represented', cwl_duration: 4.2, cwl_width: 1280 }),
      returnRepresentation: true,
      select: ['cwl_name', 'cwl_duration', 'cwl_width'],
    });
    assert.deepEqual([row.cwl_name, row.cwl_duration, row.cwl_width], ['represented', 4.2, 1280]);
    assert.match(row['@odata.etag'], /^W\/"\d+"$/);
  });

  it('updates a row, whole or one property', async () => {
    const key = await make('old');
    assert.equal(await api.update({ collection, key, data: { cwl_name: 'new' } }), true);
    await api.updateSingleProperty({ collection, key, fieldValuePair: { cwl_codec: 'avc' } });
    const row = await api.retrieve({ collection, key, select: ['cwl_name', 'cwl_codec'] });
    assert.deepEqual([row.cwl_name, row.cwl_codec], ['new', 'avc']);
  });

  it('does not create by update: If-Match is sent', async () => {
    await assert.rejects(
      api.update({ collection, key: randomUUID(), data: { cwl_name: 'x' } }),
      refused(404, '0x80040217', /Does Not Exist$/),
    );
  });

  it('upserts: creates under the given id, then updates', async () => {
    const key = randomUUID();
    const upsert = (/** @type {any} */ cwl_name) =>
      api.upsert({
        collection,
        key,
        data: /** @type {any} */ ({ cwl_name }),
        returnRepresentation: true,
        select: ['cwl_name'],
      });
    assert.equal((await upsert('first')).cwl_videoid, key);
    assert.equal((await upsert('second')).cwl_name, 'second');
    assert.equal(await api.count({ collection, filter: `cwl_videoid eq ${key}` }), 1);
  });

  it('upserts only what is there, or only what is not there', async () => {
    const propagating = connect(road, app, { propagateErrors: true });
    const key = randomUUID();
    const data = { cwl_name: 'x' };
    await assert.rejects(
      propagating.upsert({ collection, key, data, ifmatch: '*' }),
      refused(404, '0x80040217', /Does Not Exist$/),
    );
    await propagating.upsert({ collection, key, data, ifnonematch: '*' });
    await assert.rejects(
      propagating.upsert({ collection, key, data, ifnonematch: '*' }),
      refused(412, '0x80040237', /already exists/),
    );
  });

  it('writes only over the version it has read', async () => {
    const propagating = connect(road, app, { propagateErrors: true });
    const key = await make('versioned');
    const { '@odata.etag': ifmatch } = await api.retrieve({ collection, key, select: ['cwl_name'] });
    await propagating.update({ collection, key, data: { cwl_name: 'mine' }, ifmatch });
    await assert.rejects(
      propagating.update({ collection, key, data: { cwl_name: 'late' }, ifmatch }),
      refused(412, '0x80060882', /RowVersion/),
    );
  });

  it('deletes a row', async () => {
    const key = await make('doomed');
    assert.equal(await api.deleteRecord({ collection, key }), true);
    await assert.rejects(api.retrieve({ collection, key }), refused(404, '0x80040217', /Does Not Exist$/));
  });

  it('reads page after page by the next link', async () => {
    const tag = randomUUID();
    await Promise.all([1, 2, 3, 4, 5].map((number) => make(`${tag} ${number}`)));
    const query = {
      collection,
      select: ['cwl_name'],
      filter: `startswith(cwl_name,'${tag}')`,
      orderBy: ['cwl_name'],
    };
    const first = await api.retrieveMultiple({ ...query, maxPageSize: 2 });
    assert.equal(first.value.length, 2);
    assert.ok(first.oDataNextLink?.startsWith(`${road.dataverse.url}/api/data/v9.2/${collection}?`));
    const { value } = await api.retrieveAll({ ...query, maxPageSize: 2 });
    assert.deepEqual(
      value.map(({ cwl_name }) => cwl_name),
      [1, 2, 3, 4, 5].map((number) => `${tag} ${number}`),
    );
  });

  it('counts', async () => {
    const tag = randomUUID();
    await Promise.all([make(`${tag} a`), make(`${tag} b`)]);
    const filter = `startswith(cwl_name,'${tag}')`;
    assert.equal(await api.count({ collection, filter }), 2);
    const page = await api.retrieveMultiple({
      collection,
      filter,
      select: ['cwl_name'],
      top: 1,
      count: true,
    });
    assert.deepEqual([page.value.length, page.oDataCount], [1, 2]);
  });

  it('impersonates by MSCRMCallerID: the person creates, the application user is named beside', async () => {
    const ada = await findAda();
    const key = await api.create({
      collection,
      data: /** @type {any} */ ({ cwl_name: 'for Ada' }),
      impersonate: ada.systemuserid,
    });
    const row = await api.retrieve({
      collection,
      key,
      select: ['_createdby_value', '_createdonbehalfby_value', '_ownerid_value'],
      includeAnnotations: '*',
    });
    assert.equal(row._createdby_value, ada.systemuserid);
    assert.equal(row._ownerid_value, ada.systemuserid);
    assert.equal(row._createdonbehalfby_value, app.userId);
    assert.deepEqual(
      [row._createdby_value_Formatted, row._createdby_value_LogicalName],
      ['Ada Okafor', 'systemuser'],
    );
  });

  it("impersonates by CallerObjectId, the person's id in Entra", async () => {
    const ada = await findAda();
    const { UserId } = await api.callFunction({
      functionName: 'WhoAmI',
      impersonateAAD: ada.azureactivedirectoryobjectid,
    });
    assert.equal(UserId, ada.systemuserid);
  });

  it('has no more rights when it impersonates than the person has', async () => {
    const ada = await findAda();
    const key = await make('not hers');
    await assert.rejects(
      api.update({ collection, key, data: { cwl_name: 'hers' }, impersonate: ada.systemuserid }),
      (/** @type {any} */ error) => error.status === 403 && error.message.includes(ada.systemuserid),
    );
  });

  it('expands a lookup', async () => {
    const key = await make('expanded');
    const expand = [{ property: 'createdby', select: ['fullname'] }];
    const row = await api.retrieve({ collection, key, select: ['cwl_name'], expand });
    assert.equal(row.createdby.fullname, '# dynamics-web-api');
  });

  it('reads table definitions', async () => {
    const key = "LogicalName='cwl_video'";
    const { EntitySetName } = await api.retrieveEntity({ key, select: ['EntitySetName'] });
    assert.equal(EntitySetName, 'cwl_videos');
    const { value } = await api.retrieveAttributes({ entityKey: key, select: ['LogicalName'] });
    assert.ok(value.some(({ LogicalName }) => LogicalName === 'cwl_duration'));
  });
});
