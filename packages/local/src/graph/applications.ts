import type { ApplicationKey } from '../entra/directory.ts';
import type { Application } from '../entra/directory-objects.ts';
import { type GraphAnswer, graphRefusals, isRefusal } from './answer.ts';
import { applicationSettings, type Json, readBody } from './body.ts';
import { collectionAnswer, entityAnswer } from './collection.ts';
import { directoryLink, type GraphCall, type GraphOperation } from './operation.ts';
import { addPassword, removePassword } from './passwords.ts';
import { createPermission, readPermission, writePermission } from './permission.ts';
import { applicationJson } from './representation.ts';

/**
 * The operations on applications; undefined where the path takes no such method.
 *
 * @see https://learn.microsoft.com/graph/api/resources/application
 */
export function applicationOperation(call: GraphCall): GraphOperation | undefined {
  const { address, context, request } = call;
  const { method } = request;
  const { action, key } = address;
  if (key === undefined) {
    if (method === 'GET')
      return {
        permission: readPermission,
        run: () =>
          collectionAnswer(
            call,
            'applications',
            context.directory
              .applications()
              .map((application) => applicationJson(application, context.tenantDomain)),
          ),
      };
    return method === 'POST'
      ? { permission: createPermission, run: () => create(call, undefined) }
      : undefined;
  }
  const application = context.directory.application(applicationKey(key));
  const permission = writePermission(...(application?.ownerIds ?? []));
  const missing = graphRefusals.notFound(key.value);
  // A missing object is looked for with the right to read, so that its absence is told as 404 and not as 403.
  const change = (run: (found: Application) => GraphAnswer | Promise<GraphAnswer>): GraphOperation =>
    application === undefined
      ? { permission: createPermission, run: () => missing }
      : { permission, run: () => run(application) };
  if (action === 'addPassword' && method === 'POST') return change((found) => addPassword(call, found));
  if (action === 'removePassword' && method === 'POST') return change((found) => removePassword(call, found));
  if (action !== undefined) return undefined;
  if (method === 'GET')
    return {
      permission: readPermission,
      run: () =>
        application === undefined
          ? missing
          : entityAnswer(call, 'applications', applicationJson(application, context.tenantDomain)),
    };
  if (method === 'DELETE')
    return change((found) => {
      context.directory.deleteApplication(found.id);
      return { status: 204 };
    });
  if (method !== 'PATCH') return undefined;
  if (application === undefined && key.name === 'uniqueName' && wantsCreation(request))
    return { permission: createPermission, run: () => create(call, key.value) };
  return change((found) => update(call, found));
}

export function applicationKey(key: {
  readonly name: 'id' | 'appId' | 'uniqueName';
  readonly value: string;
}): ApplicationKey {
  if (key.name === 'id') return { id: key.value };
  return key.name === 'appId' ? { appId: key.value } : { uniqueName: key.value };
}

async function create(call: GraphCall, uniqueName: string | undefined): Promise<GraphAnswer> {
  const { context, caller } = call;
  const read = await readBody(call.request, 'refused');
  if (isRefusal(read)) return read;
  const settings = applicationSettings(read.json);
  if (isRefusal(settings)) return settings;
  const { displayName } = settings;
  if (displayName === undefined) return graphRefusals.required('displayName', 'Application');
  if (identifierTaken(call, read.json, undefined)) return graphRefusals.duplicateValue('identifierUris');
  const created = context.directory.createApplication(
    { ...settings, displayName },
    { creator: caller, ...(uniqueName === undefined ? {} : { uniqueName }) },
  );
  const location = directoryLink(context, created.id, 'Application');
  return entityAnswer(call, 'applications', applicationJson(created, context.tenantDomain), { location });
}

async function update(call: GraphCall, application: Application): Promise<GraphAnswer> {
  const read = await readBody(call.request, 'refused');
  if (isRefusal(read)) return read;
  const settings = applicationSettings(read.json);
  if (isRefusal(settings)) return settings;
  if (identifierTaken(call, read.json, application.id)) return graphRefusals.duplicateValue('identifierUris');
  call.context.directory.updateApplication(application.id, settings);
  return { status: 204 };
}

/** Identifier URIs name a resource, so no two applications of a tenant share one. */
function identifierTaken(call: GraphCall, body: Json, self: string | undefined): boolean {
  const wanted = body['identifierUris'];
  if (!Array.isArray(wanted)) return false;
  return call.context.directory
    .applications()
    .some((other) => other.id !== self && other.identifierUris.some((uri) => wanted.includes(uri)));
}

function wantsCreation(request: Request): boolean {
  const preferences = request.headers.get('prefer')?.toLowerCase().split(',') ?? [];
  return preferences.some((preference) => preference.trim() === 'create-if-missing');
}
