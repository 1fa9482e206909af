import { DataverseError, invalidArgument, noSuchResource, notBuilt, rowNotFound } from '../errors.ts';
import { isGuid } from '../metadata/ids.ts';
import type { Segment } from '../odata/resource-path.ts';
import type { Exchange } from '../organization.ts';
import { json } from '../responses.ts';
import { demand, demandRow } from '../security/access.ts';
import { findRow } from '../store/rows.ts';
import { rolePrivileges } from './role-privileges.ts';

const VERSION = '9.2.24014.10002';

const respond = (exchange: Exchange, type: string, members: Record<string, unknown>): Response =>
  json(200, { '@odata.context': `${exchange.root}/$metadata#Microsoft.Dynamics.CRM.${type}`, ...members });

/** `WhoAmI`: under impersonation the ids of the impersonated user. */
function whoAmI(exchange: Exchange): Response {
  const { org, caller } = exchange;
  if (caller.acting.roleCount === 0 && org.unconfirmed.noRolesWhoAmI === '0x80042f09') {
    throw new DataverseError(403, '0x80042f09', 'The user has not been assigned any roles.');
  }
  return respond(exchange, 'WhoAmIResponse', {
    BusinessUnitId: caller.acting.businessUnitId,
    UserId: caller.acting.id,
    OrganizationId: org.organizationId,
  });
}

function currentOrganization(exchange: Exchange): Response {
  const { org } = exchange;
  const host = new URL(org.origin).hostname;
  const endpoints = {
    WebApplication: `${org.origin}/`,
    OrganizationService: `${org.origin}/XRMServices/2011/Organization.svc`,
    OrganizationDataService: `${org.origin}/XRMServices/2011/OrganizationData.svc`,
  };
  return respond(exchange, 'RetrieveCurrentOrganizationResponse', {
    Detail: {
      OrganizationId: org.organizationId,
      FriendlyName: 'Wayleave local',
      OrganizationVersion: VERSION,
      EnvironmentId: org.organizationId,
      Geo: 'LOCAL',
      TenantId: org.tenantId,
      UrlName: host,
      UniqueName: `unq${org.organizationId.replaceAll('-', '').slice(0, 29)}`,
      Endpoints: {
        Count: Object.keys(endpoints).length,
        IsReadOnly: false,
        Keys: Object.keys(endpoints),
        Values: Object.values(endpoints),
      },
      State: 'Enabled',
    },
  });
}

/** The parameters of a function call: `RoleId=<guid>` or `RoleId=@p1`. */
function parameters(exchange: Exchange, { key }: Segment): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const part of (key ?? '').split(',').filter((each) => each !== '')) {
    const [name = '', ...rest] = part.split('=');
    const value = rest.join('=').trim();
    found.set(name.trim(), value.startsWith('@') ? (exchange.url.searchParams.get(value) ?? '') : value);
  }
  return found;
}

function roleFunction(exchange: Exchange, segment: Segment): Response {
  const { org } = exchange;
  const id = parameters(exchange, segment).get('RoleId') ?? '';
  if (!isGuid(id)) throw invalidArgument();
  demand(exchange, 'Read', org.tables.role);
  const row = findRow(org.store, org.tables.role, id);
  if (!row) throw rowNotFound(org.tables.role, id, org.unconfirmed.rowNotFoundWords);
  demandRow(exchange, 'Read', org.tables.role, row);
  return respond(exchange, 'RetrieveRolePrivilegesRoleResponse', {
    RolePrivileges: rolePrivileges(org, row),
  });
}

const ACCESS_TYPE = /^(?:Microsoft\.Dynamics\.CRM\.EndpointAccessType)?'(?:Default|Internet|Intranet)'$/;

const FUNCTIONS: Readonly<Record<string, (exchange: Exchange, segment: Segment) => Response>> = {
  WhoAmI: whoAmI,
  RetrieveVersion: (exchange) => respond(exchange, 'RetrieveVersionResponse', { Version: VERSION }),
  RetrieveCurrentOrganization: (exchange, segment) => {
    const type = parameters(exchange, segment).get('AccessType');
    if (type === undefined) throw noSuchResource(exchange.url.href);
    if (!ACCESS_TYPE.test(type)) throw invalidArgument();
    return currentOrganization(exchange);
  },
  RetrieveRolePrivilegesRole: roleFunction,
};

/** The one parameter a function has, if any. */
const PARAMETERS: Readonly<Record<string, string>> = {
  RetrieveCurrentOrganization: 'AccessType',
  RetrieveRolePrivilegesRole: 'RoleId',
};

/** Answers an unbound function, or `undefined` when the name is none. The wrong verb is 404 without a code. */
export function callFunction(exchange: Exchange, segment: Segment): Response | undefined {
  const call = Object.hasOwn(FUNCTIONS, segment.name) ? FUNCTIONS[segment.name] : undefined;
  if (!call) return undefined;
  if (exchange.method !== 'GET') throw noSuchResource(exchange.url.href);
  for (const name of parameters(exchange, segment).keys()) {
    if (PARAMETERS[segment.name] !== name) throw noSuchResource(exchange.url.href);
  }
  for (const name of exchange.url.searchParams.keys()) {
    if (!name.startsWith('@') && name !== 'tag') throw notBuilt(`The query parameter ${name} of a function`);
  }
  return call(exchange, segment);
}

// Names of the real service at the root; anything else is no resource at all.
const ELSEWHERE = new Set([
  'RelationshipDefinitions',
  'GlobalOptionSetDefinitions',
  'RetrieveMetadataChanges',
  'RetrieveTotalRecordCount',
  'RetrieveDuplicates',
  'InitializeFileBlocksUpload',
  'UploadBlock',
  'CommitFileBlocksUpload',
  'InitializeFileBlocksDownload',
  'DownloadBlock',
  'DeleteFile',
  'ExecuteCosmosSqlQuery',
  'GrantAccess',
  'ModifyAccess',
  'RevokeAccess',
  'Merge',
  'PublishXml',
  'PublishAllXml',
  'ImportSolution',
  'ExportSolution',
]);

/** Whether the real service has an operation or metadata set of this name that is not built here. */
export const existsElsewhere = (name: string): boolean => ELSEWHERE.has(name);

/** The refusal of a function or action that exists in the real service only. */
export const unknownOperation = (name: string) => notBuilt(`The function or action ${name}`);
