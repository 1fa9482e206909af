import { ProvisionError } from '../errors.ts';
import { graphLiteral } from '../graph/graph-client.ts';
import type { Step } from './step.ts';

interface Application {
  readonly id: string;
  readonly appId: string;
  readonly web?: { readonly redirectUris?: readonly string[] };
}

const redirectsOf = ({ web }: Application): readonly string[] => web?.redirectUris ?? [];

/**
 * The app registration. It asks for no API permission: server-to-server calls to Dataverse need none.
 * https://learn.microsoft.com/graph/api/application-post-applications
 */
export const application: Step = {
  id: 'application',
  title: 'App registration',
  needs: [],
  async inspect({ graph, config, found }) {
    const { name, redirectUri } = config.app;
    const { value } = await graph.get<{ value: readonly Application[] }>(
      `/applications?$filter=displayName%20eq%20${graphLiteral(name)}&$select=id,appId,web`,
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
    const detail = `app registration "${name}" (${app.appId})`;
    const lacks = redirectUri !== undefined && !redirectsOf(app).includes(redirectUri);
    return lacks
      ? { state: 'different', detail: `${detail} without ${redirectUri}` }
      : { state: 'present', detail };
  },
  async change({ graph, config, found }) {
    const { name, redirectUri } = config.app;
    if (found.applicationObjectId !== undefined && redirectUri !== undefined) {
      const path = `/applications/${found.applicationObjectId}`;
      const before = await graph.get<Application>(`${path}?$select=id,appId,web`);
      await graph.patch(path, { web: { redirectUris: [...redirectsOf(before), redirectUri] } });
      return `app registration "${name}" (${before.appId}), redirects to ${redirectUri} as well`;
    }
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
