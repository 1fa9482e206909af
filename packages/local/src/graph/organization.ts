import { graphRefusals } from './answer.ts';
import { collectionAnswer, entityAnswer } from './collection.ts';
import type { GraphCall, GraphOperation } from './operation.ts';
import { organizationPermission } from './permission.ts';

/** Reading the tenant itself; @see https://learn.microsoft.com/graph/api/organization-list */
export function organizationOperation(call: GraphCall): GraphOperation | undefined {
  const { address, context, request } = call;
  if (request.method !== 'GET' || address.action !== undefined) return undefined;
  const tenant = {
    id: context.tenantId,
    displayName: context.tenantDomain,
    tenantType: 'AAD',
    verifiedDomains: [
      {
        capabilities: 'Email',
        isDefault: true,
        isInitial: true,
        name: context.tenantDomain,
        type: 'Managed',
      },
    ],
  };
  const { key } = address;
  return {
    permission: organizationPermission,
    run: () => {
      if (key === undefined) return collectionAnswer(call, 'organization', [tenant]);
      const found = key.value.toLowerCase() === context.tenantId.toLowerCase();
      return found ? entityAnswer(call, 'organization', tenant) : graphRefusals.notFound(key.value);
    },
  };
}
