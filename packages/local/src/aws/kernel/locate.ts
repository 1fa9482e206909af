import type { AwsError } from '../service.ts';
import { scopeService } from '../sigv4/authorization.ts';
import { type Located, queryForm } from '../wire/codec.ts';
import { queryValue, type WireRequest } from '../wire/request.ts';
import { findRoute, type Route } from '../wire/routes.ts';
import { SERVICE_ADDRESSES } from '../wire/services.ts';
import { loadTable, type Protocol, type ServiceTable } from '../wire/table.ts';
import { unknownOperation } from './unsupported.ts';
import { bucketOfHost } from './virtual-host.ts';

/** Where a request goes: its service and protocol always, its operation unless `refusal` says why not. */
export type Found = Omit<Located, 'route'> & ({ route: Route } | { refusal: AwsError });

/**
 * Finds service, protocol and operation of a request: by the service in its credential scope, else by
 * X-Amz-Target, else by Action and Version, else by its path. Undefined for a service that is not here.
 */
export function locate(request: WireRequest, originHost: string): Found | undefined {
  const table = tableOf(request);
  if (table === undefined) return undefined;
  const protocol = protocolOf(table, request);
  const operation = protocol.startsWith('rest') ? undefined : named(table, protocol, request);
  if (operation !== undefined) {
    const known = Object.hasOwn(table.operations, operation);
    const found = known
      ? { route: { operation, labels: {} } }
      : { refusal: unknownOperation(table, operation) };
    return { table, protocol, ...found };
  }
  const bucket = protocol === 'restXml' ? bucketOfHost(request.host, originHost) : undefined;
  const path = bucket === undefined ? request.rawPath : `/${bucket}${request.rawPath}`;
  const route = findRoute(table, request, path);
  return { table, protocol, ...(route === undefined ? { refusal: unknownOperation(table, '') } : { route }) };
}

function tableOf(request: WireRequest): ServiceTable | undefined {
  const scope = scopeService(request);
  if (scope !== undefined) {
    const address = SERVICE_ADDRESSES.find(({ signingName }) => signingName === scope);
    return address && loadTable(address.table);
  }
  const target = request.headers.get('x-amz-target')?.split('.')[0];
  if (target !== undefined) {
    const address = SERVICE_ADDRESSES.find((candidate) => candidate.target === target);
    return address && loadTable(address.table);
  }
  const version = isForm(request) ? queryForm(request).get('Version') : queryValue(request, 'Version');
  if (version !== null && version !== undefined) {
    const address = SERVICE_ADDRESSES.find((candidate) => candidate.version === version);
    if (address !== undefined) return loadTable(address.table);
  }
  const lambda = loadTable('lambda');
  return findRoute(lambda, request, request.rawPath) === undefined ? loadTable('s3') : lambda;
}

/** Whether the body is a form, as the query protocols send it. */
export function isForm(request: WireRequest): boolean {
  return (request.headers.get('content-type') ?? '').startsWith('application/x-www-form-urlencoded');
}

function protocolOf(table: ServiceTable, request: WireRequest): Protocol {
  return table.queryCompatible && !request.headers.has('x-amz-target') ? 'awsQuery' : table.protocol;
}

function named(table: ServiceTable, protocol: Protocol, request: WireRequest): string {
  if (protocol === 'awsQuery') return queryForm(request).get('Action') ?? '';
  const [target = '', operation = ''] = (request.headers.get('x-amz-target') ?? '').split('.');
  return target === table.target ? operation : `${target}.${operation}`;
}
