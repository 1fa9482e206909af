import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, describe, it } from 'node:test';
import { registerApp } from '../../support/microsoft.mjs';
import { road } from '../../support/where.mjs';
import { connect, refused } from './connect.mjs';

const collection = 'cwl_videos';
const readWrite = /** @type {const} */ ({
  prvReadUser: 'Global',
  prvCreatecwl_Video: 'Global',
  prvReadcwl_Video: 'Global',
  prvWritecwl_Video: 'Global',
});

describe('dynamics-web-api: refusals', () => {
  /** @type {import('dynamics-web-api').DynamicsWebApi} */
  let api;
  /** @type {import('../../support/microsoft.mjs').App} */
  let app;
  before(async () => {
    app = await registerApp(road, 'dynamics-web-api, refused', { privileges: readWrite });
    api = connect(road, app);
  });

  it("passes msal-node's error on for a wrong secret", async () => {
    const wrong = connect(road, { ...app, secret: 'wrong' });
    await assert.rejects(wrong.callFunction('WhoAmI'), { errorCode: 'invalid_client' });
  });

  it('is refused without an application user: 0x80072560', async () => {
    const outsider = await registerApp(road, 'dynamics-web-api, no application user');
    await assert.rejects(
      connect(road, outsider).callFunction('WhoAmI'),
      refused(403, '0x80072560', /^The user is not a member of the organization\.$/),
    );
  });

  it('is refused with a token of nobody: 401 without a body, with the challenge', async () => {
    const invalid = connect(road, app, { onTokenRefresh: async () => 'no.jwt.here' });
    await assert.rejects(invalid.callFunction('WhoAmI'), (/** @type {any} */ error) => {
      assert.equal(error.status, 401);
      const challenge = error.headers['www-authenticate'];
      assert.equal(
        challenge,
        `Bearer authorization_uri=${road.entra.url}/${road.entra.tenantId}/oauth2/authorize, resource_id=${road.dataverse.url}/`,
      );
      return true;
    });
  });

  it('is refused what its role does not allow, by the name of the privilege: 0x80040220', async () => {
    await assert.rejects(
      api.retrieveMultiple({ collection: 'roles' }),
      refused(403, '0x80040220', /is missing prvReadRole privilege .* on OTC=1036 for entity 'role'/),
    );
    /** @type {string} */
    const key = await api.create({ collection, data: /** @type {any} */ ({ cwl_name: 'kept' }) });
    await assert.rejects(
      api.deleteRecord({ collection, key }),
      refused(403, '0x80040220', /is missing prvDeletecwl_Video privilege/),
    );
  });

  it('is refused everything without any role', async () => {
    const roleless = connect(road, await registerApp(road, 'dynamics-web-api, no role', { user: true }));
    await assert.rejects(
      roleless.retrieveMultiple({ collection }),
      (/** @type {any} */ error) =>
        error.status === 403 && /prvReadcwl_Video|not been assigned any roles/.test(error.message),
    );
  });

  it('is refused to impersonate without prvActOnBehalfOfAnotherUser', async () => {
    const filter = "internalemailaddress eq 'ada@example.com'";
    const { value } = await api.retrieveMultiple({
      collection: 'systemusers',
      select: ['systemuserid'],
      filter,
    });
    await assert.rejects(
      api.create({ collection, data: { cwl_name: 'x' }, impersonate: value[0].systemuserid }),
      (/** @type {any} */ error) =>
        error.status === 403 && /act on behalf|prvActOnBehalfOfAnotherUser/.test(error.message),
    );
  });

  it('is refused columns, tables and values that do not exist', async () => {
    await assert.rejects(
      api.retrieveMultiple({ collection, select: ['nope'] }),
      refused(
        400,
        '0x0',
        /^Could not find a property named 'nope' on type 'Microsoft\.Dynamics\.CRM\.cwl_video'\.$/,
      ),
    );
    await assert.rejects(
      api.retrieveMultiple({ collection: 'nopes' }),
      refused(404, '0x8006088a', /^Resource not found for the segment 'nopes'\.$/),
    );
    await assert.rejects(
      api.create({ collection, data: { cwl_nope: 1 } }),
      refused(400, '0x0', /Invalid property 'cwl_nope' was found in entity/),
    );
    await assert.rejects(
      api.create({ collection, data: { cwl_codec: 'x'.repeat(21) } }),
      refused(400, '0x80044331', /exceeded the maximum allowed length of '20'/),
    );
    await assert.rejects(
      api.retrieveMultiple({ collection, filter: "cwl_name eq 'o'brien'" }),
      (/** @type {any} */ error) => error.status === 400 && error.code === '0x80060888',
    );
  });

  /** What the client can ask for and the local service does not build: it must say so, not pretend. */
  const unbuilt = /** @type {const} */ ([
    ['FetchXML', () => api.fetch({ collection, fetchXml: '<fetch><entity name="cwl_video"/></fetch>' })],
    ['$apply', () => api.retrieveMultiple({ collection, apply: 'groupby((cwl_name))' })],
    [
      'a saved query',
      () => api.retrieveMultiple({ collection, queryParams: [`savedQuery=${randomUUID()}`] }),
    ],
    ['a partition', () => api.create({ collection, data: {}, partitionId: 'x' })],
    ['change tracking', () => api.retrieveMultiple({ collection, trackChanges: true })],
    ['$metadata', () => api.retrieveCsdlMetadata()],
    ['relationship definitions', () => api.retrieveRelationships()],
    ['choices', () => api.retrieveGlobalOptionSets()],
    ['making tables', () => api.createEntity({ data: { SchemaName: 'cwl_New' } })],
    ['duplicate detection', () => api.create({ collection, data: {}, duplicateDetection: true })],
    ['bypassing plug-ins', () => api.create({ collection, data: {}, bypassCustomPluginExecution: true })],
    ['solutions', () => api.create({ collection, data: {}, headers: { 'MSCRM.SolutionUniqueName': 'x' } })],
    ['background operations', () => api.getBackgroundOperationStatus(randomUUID())],
    [
      'CreateMultiple',
      () =>
        api.callAction({
          collection,
          actionName: 'Microsoft.Dynamics.CRM.CreateMultiple',
          action: { Targets: [] },
        }),
    ],
    [
      '$batch',
      () => {
        const batch = connect(road, app);
        batch.startBatch();
        void batch.retrieveMultiple({ collection });
        return batch.executeBatch();
      },
    ],
  ]);
  for (const [what, ask] of unbuilt) {
    it(`is told with 501 that ${what} is not built`, async () => {
      await assert.rejects(
        async () => ask(),
        refused(501, 'NotSupportedByLocalService', /is not supported by the local Dataverse service\.$/),
      );
    });
  }
});
