import { describe, expect, it } from 'vitest';
import { dataverseAppId, graphAppId, graphRoleIds } from '../../src/entra/well-known.ts';
import {
  administrator,
  createLocalTenant,
  dataverseScope,
  environment,
  json,
  tenantId,
} from '../entra/local-tenant.ts';

const setUp = async () => {
  const tenant = createLocalTenant();
  const { id, appId } = await json(
    await tenant.graph('POST', '/applications', { displayName: 'video-pipeline' }),
  );
  return { ...tenant, id: String(id), appId: String(appId) };
};

describe('a service principal', () => {
  it('is created for an application, and known to the other clouds', async () => {
    const { graph, entra, appId } = await setUp();
    const response = await graph('POST', '/servicePrincipals', { appId });
    expect(response.status).toBe(201);
    const body = await json(response);
    expect(body).toMatchObject({
      appId,
      displayName: 'video-pipeline',
      accountEnabled: true,
      servicePrincipalNames: [appId],
    });
    expect(entra.findServicePrincipal(appId)).toEqual({
      id: body['id'],
      appId,
      displayName: 'video-pipeline',
      accountEnabled: true,
    });
  });

  it('is not created twice', async () => {
    const { graph, appId } = await setUp();
    await graph('POST', '/servicePrincipals', { appId });
    const response = await graph('POST', '/servicePrincipals', { appId });
    expect(response.status).toBe(409);
    expect(await json(response)).toMatchObject({
      error: {
        code: 'Request_MultipleObjectsWithSameKeyValue',
        message: `The service principal cannot be created, updated, or restored because the service principal name ${appId} is already in use.`,
      },
    });
  });

  it('needs an application', async () => {
    const response = await createLocalTenant().graph('POST', '/servicePrincipals', { appId: tenantId });
    expect(response.status).toBe(400);
    expect(await json(response)).toMatchObject({
      error: {
        code: 'Request_BadRequest',
        message: `The appId '${tenantId}' of the service principal does not reference a valid application object.`,
      },
    });
  });

  it('of Microsoft cannot be made or deleted with OwnedBy', async () => {
    const { graph } = createLocalTenant();
    const response = await graph('POST', '/servicePrincipals', { appId: dataverseAppId });
    expect(response.status).toBe(403);
    expect((await graph('DELETE', `/servicePrincipals(appId='${graphAppId}')`)).status).toBe(403);
  });

  it.each([[{}], [{ appId: 'x' }], [{ appId: null }]])('is not created from %o', async (body) => {
    expect((await createLocalTenant().graph('POST', '/servicePrincipals', body)).status).toBe(400);
  });

  it('is found by id, by app id and by filter', async () => {
    const { graph, appId } = await setUp();
    const { id } = await json(await graph('POST', '/servicePrincipals', { appId }));
    for (const path of [`/servicePrincipals/${id}`, `/servicePrincipals(appId='${appId}')?$select=id`])
      expect(await json(await graph('GET', path))).toMatchObject({ id });
    const found = await json(await graph('GET', `/servicePrincipals?$filter=appId eq '${appId}'`));
    expect(found['value']).toMatchObject([{ id }]);
  });

  it('is deleted alone: the application stays, and its tokens are refused', async () => {
    const { graph, token, appId, id } = await setUp();
    await graph('POST', '/servicePrincipals', { appId });
    const { secretText } = await json(await graph('POST', `/applications/${id}/addPassword`));
    expect((await graph('DELETE', `/servicePrincipals(appId='${appId}')`)).status).toBe(204);
    expect((await graph('GET', `/applications/${id}`)).status).toBe(200);
    const form = {
      grant_type: 'client_credentials',
      client_id: appId,
      client_secret: String(secretText),
      scope: dataverseScope,
    };
    expect(await json(await token(form))).toMatchObject({ error_codes: [7000229] });
  });

  it('is disabled and enabled by PATCH', async () => {
    const { graph, entra, appId } = await setUp();
    const { id } = await json(await graph('POST', '/servicePrincipals', { appId }));
    expect((await graph('PATCH', `/servicePrincipals/${id}`, { accountEnabled: false })).status).toBe(204);
    expect(entra.findServicePrincipal(appId)?.accountEnabled).toBe(false);
    expect((await graph('PATCH', `/servicePrincipals/${id}`, { notes: 'x' })).status).toBe(501);
  });

  it('of Dataverse carries the environments as names, and of Graph the app roles', async () => {
    const { graph } = createLocalTenant();
    const dataverse = await json(await graph('GET', `/servicePrincipals(appId='${dataverseAppId}')`));
    expect(dataverse['servicePrincipalNames']).toEqual([environment, dataverseAppId]);
    const { appRoles } = await json(await graph('GET', `/servicePrincipals(appId='${graphAppId}')`));
    expect(appRoles).toContainEqual(
      expect.objectContaining({
        id: graphRoleIds['Application.ReadWrite.OwnedBy'],
        value: 'Application.ReadWrite.OwnedBy',
      }),
    );
  });

  it('of the administrator is there from the start', async () => {
    const { graph } = createLocalTenant();
    const response = await graph('GET', `/servicePrincipals(appId='${administrator.appId}')`);
    expect(await json(response)).toMatchObject({ displayName: 'Wayleave set-up' });
  });
});
