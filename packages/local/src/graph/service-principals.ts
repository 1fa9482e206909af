import type { ServicePrincipal } from '../entra/directory-objects.ts';
import { isGuid } from '../entra/refusal-response.ts';
import { type GraphAnswer, graphRefusals, isRefusal } from './answer.ts';
import { readBody } from './body.ts';
import { collectionAnswer, entityAnswer } from './collection.ts';
import { directoryLink, type GraphCall, type GraphOperation } from './operation.ts';
import { createPermission, decidePermission, readPermission, writePermission } from './permission.ts';
import { servicePrincipalJson } from './representation.ts';

/**
 * The operations on service principals; undefined where the path takes no such method.
 *
 * @see https://learn.microsoft.com/graph/api/resources/serviceprincipal
 */
export function servicePrincipalOperation(call: GraphCall): GraphOperation | undefined {
  const { address, context, request } = call;
  const { directory } = context;
  const { method } = request;
  const { key } = address;
  if (address.action !== undefined) return undefined;
  if (key === undefined) {
    if (method === 'GET')
      return {
        permission: readPermission,
        run: () =>
          collectionAnswer(call, 'servicePrincipals', directory.servicePrincipals().map(asJson(call))),
      };
    return method === 'POST' ? { permission: createPermission, run: () => create(call) } : undefined;
  }
  const principal = directory.servicePrincipal(
    key.name === 'appId' ? { appId: key.value } : { id: key.value },
  );
  const missing = graphRefusals.notFound(key.value);
  if (method === 'GET')
    return {
      permission: readPermission,
      run: () =>
        principal === undefined ? missing : entityAnswer(call, 'servicePrincipals', asJson(call)(principal)),
    };
  if (method !== 'DELETE' && method !== 'PATCH') return undefined;
  if (principal === undefined) return { permission: createPermission, run: () => missing };
  const backing = directory.application({ appId: principal.appId });
  return {
    permission: writePermission(...principal.ownerIds, ...(backing?.ownerIds ?? [])),
    run: () => {
      if (method === 'PATCH') return update(call, principal);
      directory.deleteServicePrincipal(principal.id);
      return { status: 204 };
    },
  };
}

function asJson(call: GraphCall): (principal: ServicePrincipal) => Record<string, unknown> {
  return (principal) =>
    servicePrincipalJson(principal, call.context.directory.application({ appId: principal.appId }));
}

async function create(call: GraphCall): Promise<GraphAnswer> {
  const { directory } = call.context;
  const read = await readBody(call.request, 'refused');
  if (isRefusal(read)) return read;
  const { appId, ...others } = read.json;
  const other = Object.keys(others).find((name) => !name.startsWith('@odata.'));
  if (other !== undefined) return graphRefusals.notBuilt(`The property '${other}' of a service principal`);
  if (appId === undefined || appId === null) return graphRefusals.required('appId', 'ServicePrincipal');
  if (typeof appId !== 'string' || !isGuid(appId))
    return graphRefusals.invalidValue('appId', 'ServicePrincipal');
  const application = directory.application({ appId });
  const ownership = decidePermission(writePermission(...(application?.ownerIds ?? [])), call.caller);
  if (application === undefined) {
    if (directory.servicePrincipal({ appId }) === undefined) return graphRefusals.noBackingApplication(appId);
    return ownership.allowed
      ? graphRefusals.nameInUse(appId)
      : graphRefusals.foreignApplication(ownership.by);
  }
  if (!ownership.allowed) return graphRefusals.denied(ownership.by);
  if (directory.servicePrincipal({ appId }) !== undefined) return graphRefusals.nameInUse(application.appId);
  const created = directory.createServicePrincipal(application, call.caller);
  const location = directoryLink(call.context, created.id, 'ServicePrincipal');
  return entityAnswer(call, 'servicePrincipals', asJson(call)(created), { location });
}

async function update(call: GraphCall, principal: ServicePrincipal): Promise<GraphAnswer> {
  const read = await readBody(call.request, 'refused');
  if (isRefusal(read)) return read;
  const { accountEnabled, ...others } = read.json;
  const other = Object.keys(others).find((name) => !name.startsWith('@odata.'));
  if (other !== undefined)
    return graphRefusals.notBuilt(`Writing the property '${other}' of a service principal`);
  if (accountEnabled === undefined) return { status: 204 };
  if (typeof accountEnabled !== 'boolean')
    return graphRefusals.invalidValue('accountEnabled', 'ServicePrincipal');
  call.context.directory.setAccountEnabled(principal.id, accountEnabled);
  return { status: 204 };
}
