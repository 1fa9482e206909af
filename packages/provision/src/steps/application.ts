import { ProvisionError } from '../errors.ts';
import { graphLiteral } from '../graph/graph-client.ts';
import type { Step } from './step.ts';

interface Application {
  readonly id: string;
  readonly appId: string;
}

/**
 * The app registration. It asks for no API permission: server-to-server calls to Dataverse need none.
 * https://learn.microsoft.com/graph/api/application-post-applications
 */
export const application: Step = {
  id: 'application',
  title: 'App registration',
  needs: [],
  async inspect({ graph, config, found }) {
    const { name } = config.app;
    const { value } = await graph.get<{ value: readonly Application[] }>(
      `/applications?$filter=displayName%20eq%20${graphLiteral(name)}&$select=id,appId`,
    );
    const [app, another] = value;
    if (another !== undefined) {
      throw new ProvisionError(
        'ERR_PROVISION_AMBIGUOUS',
        `${value.length} app registrations are called "${name}". Rename or delete all but one, or choose another name.`,
      );
    }
    if (app === undefined) return { state: 'absent', detail: `app registration "${name}"` };
    found.applicationObjectId = app.id;
    found.clientId = app.appId;
    return { state: 'present', detail: `app registration "${name}" (${app.appId})` };
  },
  async change({ graph, config, found }) {
    const { name, redirectUri } = config.app;
    const app = await graph.post<Application>('/applications', {
      displayName: name,
      signInAudience: 'AzureADMyOrg',
      ...(redirectUri === undefined ? {} : { web: { redirectUris: [redirectUri] } }),
    });
    found.applicationObjectId = app.id;
    found.clientId = app.appId;
    return `app registration "${name}" (${app.appId})`;
  },
};
