import { graphLiteral } from '../graph/graph-client.ts';
import { need } from './found.ts';
import type { Step } from './step.ts';

/**
 * The app's service principal in this tenant. Graph, unlike the portal, does not make it with the app, and
 * without it every token request is refused (AADSTS7000229).
 * https://learn.microsoft.com/graph/api/serviceprincipal-post-serviceprincipals
 */
export const servicePrincipal: Step = {
  id: 'service-principal',
  title: 'Service principal',
  needs: ['application'],
  async inspect({ graph, found }) {
    const clientId = need(found, 'clientId');
    const { value } = await graph.get<{ value: readonly { id: string }[] }>(
      `/servicePrincipals?$filter=appId%20eq%20${graphLiteral(clientId)}&$select=id`,
    );
    const [principal] = value;
    if (principal === undefined) return { state: 'absent', detail: `service principal of ${clientId}` };
    found.servicePrincipalId = principal.id;
    return { state: 'present', detail: `service principal ${principal.id}` };
  },
  async change({ graph, untilReplicated, found }) {
    const appId = need(found, 'clientId');
    const principal = await untilReplicated(() =>
      graph.post<{ id: string }>('/servicePrincipals', { appId }),
    );
    found.servicePrincipalId = principal.id;
    return `service principal ${principal.id}`;
  },
};
