import type { EntraContext } from '../entra/context.ts';
import type { GraphAddress } from './address.ts';
import type { GraphAnswer } from './answer.ts';
import type { GraphCaller } from './bearer.ts';
import type { Permission } from './permission.ts';
import type { GraphQuery } from './query.ts';

/** One call of Graph whose caller is known. */
export interface GraphCall {
  readonly context: EntraContext;
  readonly request: Request;
  readonly address: GraphAddress;
  readonly caller: GraphCaller;
  readonly query: GraphQuery;
  readonly now: number;
}

/** What a call turns into: the permission it needs, then the work. */
export interface GraphOperation {
  readonly permission: Permission;
  run(): GraphAnswer | Promise<GraphAnswer>;
}

/** The start of every `@odata.context` and of directory object links. */
export function graphBase(context: EntraContext): string {
  return `${context.graphOrigin}/v1.0`;
}

/** The `Location` of a created directory object. */
export function directoryLink(
  context: EntraContext,
  id: string,
  type: 'Application' | 'ServicePrincipal',
): string {
  return `${context.graphOrigin}/v2/${context.tenantId}/directoryObjects/${id}/Microsoft.DirectoryServices.${type}`;
}
