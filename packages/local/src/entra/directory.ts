import type {
  Application,
  ApplicationSettings,
  AppRole,
  AppRoleAssignment,
  Creator,
  PasswordCredential,
  ServicePrincipal,
} from './directory-objects.ts';
import { digestSecret, newSecret } from './secret.ts';
import {
  dataverseAppId,
  graphAppId,
  graphIdentifier,
  graphRoleIds,
  microsoftTenantId,
} from './well-known.ts';

/** How an application is addressed: one of the three keys Graph knows. */
export type ApplicationKey =
  | { readonly id: string }
  | { readonly appId: string }
  | { readonly uniqueName: string };

/** The directory of one tenant, in memory. All ids compare without regard to case. */
export interface Directory {
  readonly tenantId: string;
  applications(): readonly Application[];
  application(key: ApplicationKey): Application | undefined;
  createApplication(
    settings: Partial<ApplicationSettings> & { readonly displayName: string },
    about: { readonly appId?: string; readonly uniqueName?: string; readonly creator?: Creator },
  ): Application;
  updateApplication(id: string, settings: Partial<ApplicationSettings>): void;
  /** Takes the service principal and its role assignments along. */
  deleteApplication(id: string): void;
  /** Adds a secret; `text` sets it, else one is made. The text is in the answer and nowhere else. */
  addPassword(
    id: string,
    about: {
      readonly displayName: string | null;
      readonly startDateTime: number;
      readonly endDateTime: number;
      readonly text?: string;
    },
  ): { readonly credential: PasswordCredential; readonly secretText: string };
  /** False when the application has no such secret. */
  removePassword(id: string, keyId: string): boolean;
  servicePrincipals(): readonly ServicePrincipal[];
  servicePrincipal(key: { readonly id: string } | { readonly appId: string }): ServicePrincipal | undefined;
  createServicePrincipal(application: Application, creator?: Creator): ServicePrincipal;
  setAccountEnabled(id: string, accountEnabled: boolean): void;
  deleteServicePrincipal(id: string): void;
  /** The service principal that a scope or `resource` names, by app id or by one of its names. */
  resource(identifier: string): ServicePrincipal | undefined;
  addResourceName(appId: string, name: string): void;
  assignRole(assignment: AppRoleAssignment): void;
  /** Values of the app roles that `principalId` holds on `resourceId`, in alphabetical order. */
  rolesOf(principalId: string, resourceId: string): readonly string[];
}

const defaults: Omit<ApplicationSettings, 'displayName'> = {
  signInAudience: 'AzureADMyOrg',
  description: null,
  notes: null,
  tags: [],
  identifierUris: [],
  redirectUris: [],
  requiredResourceAccess: [],
  isFallbackPublicClient: null,
};

/** Creates a tenant's directory with Microsoft Graph and Dataverse in it. */
export function createDirectory(options: {
  readonly tenantId: string;
  readonly now: () => number;
  readonly randomUUID: () => string;
}): Directory {
  const newId = (): string => options.randomUUID().toLowerCase();
  const applications = new Map<string, Application>();
  const principals = new Map<string, ServicePrincipal>();
  let assignments: AppRoleAssignment[] = [];

  const application = (key: ApplicationKey): Application | undefined => {
    if ('id' in key) return applications.get(key.id.toLowerCase());
    const [name, value] =
      'appId' in key ? (['appId', key.appId] as const) : (['uniqueName', key.uniqueName] as const);
    for (const candidate of applications.values()) if (sameText(candidate[name], value)) return candidate;
    return undefined;
  };
  const servicePrincipal: Directory['servicePrincipal'] = (key) => {
    if ('id' in key) return principals.get(key.id.toLowerCase());
    for (const candidate of principals.values()) if (sameText(candidate.appId, key.appId)) return candidate;
    return undefined;
  };
  const replace = (id: string, change: (before: Application) => Partial<Application>): void => {
    const before = applications.get(id.toLowerCase());
    if (before !== undefined) applications.set(before.id, { ...before, ...change(before) });
  };
  const deleteServicePrincipal = (id: string): void => {
    principals.delete(id.toLowerCase());
    assignments = assignments.filter((a) => !sameText(a.principalId, id) && !sameText(a.resourceId, id));
  };
  const firstParty = (
    appId: string,
    displayName: string,
    names: readonly string[],
    appRoles: readonly AppRole[],
  ) => {
    const id = newId();
    principals.set(id, {
      id,
      appId,
      displayName,
      accountEnabled: true,
      createdDateTime: options.now(),
      createdByAppId: null,
      appOwnerOrganizationId: microsoftTenantId,
      ownerIds: [],
      servicePrincipalNames: [...names, appId],
      appRoles,
    });
  };
  firstParty(
    graphAppId,
    'Microsoft Graph',
    [graphIdentifier],
    Object.entries(graphRoleIds).map(([value, id]) => ({ id, value })),
  );
  firstParty(dataverseAppId, 'Dataverse', [], []);

  return {
    tenantId: options.tenantId,
    applications: () => [...applications.values()],
    application,
    createApplication(settings, about) {
      const created: Application = {
        ...defaults,
        ...settings,
        id: newId(),
        appId: about.appId ?? newId(),
        uniqueName: about.uniqueName ?? null,
        createdDateTime: options.now(),
        createdByAppId: about.creator?.appId ?? null,
        ownerIds: about.creator === undefined ? [] : [about.creator.servicePrincipalId],
        passwordCredentials: [],
      };
      applications.set(created.id, created);
      return created;
    },
    updateApplication(id, settings) {
      replace(id, () => settings);
      const after = applications.get(id.toLowerCase());
      const principal = after === undefined ? undefined : servicePrincipal({ appId: after.appId });
      if (after === undefined || principal === undefined) return;
      principals.set(principal.id, {
        ...principal,
        displayName: after.displayName,
        servicePrincipalNames: [...after.identifierUris, after.appId],
      });
    },
    deleteApplication(id) {
      const found = applications.get(id.toLowerCase());
      if (found === undefined) return;
      applications.delete(found.id);
      const principal = servicePrincipal({ appId: found.appId });
      if (principal !== undefined) deleteServicePrincipal(principal.id);
    },
    addPassword(id, { text, ...about }) {
      const secretText = text ?? newSecret();
      const credential = { keyId: newId(), ...about, secret: digestSecret(secretText) };
      replace(id, (before) => ({ passwordCredentials: [...before.passwordCredentials, credential] }));
      return { credential, secretText };
    },
    removePassword(id, keyId) {
      const before = applications.get(id.toLowerCase())?.passwordCredentials ?? [];
      const left = before.filter((credential) => !sameText(credential.keyId, keyId));
      replace(id, () => ({ passwordCredentials: left }));
      return left.length < before.length;
    },
    servicePrincipals: () => [...principals.values()],
    servicePrincipal,
    createServicePrincipal(backing, creator) {
      const created: ServicePrincipal = {
        id: newId(),
        appId: backing.appId,
        displayName: backing.displayName,
        accountEnabled: true,
        createdDateTime: options.now(),
        createdByAppId: creator?.appId ?? null,
        appOwnerOrganizationId: options.tenantId,
        ownerIds: creator === undefined ? [] : [creator.servicePrincipalId],
        servicePrincipalNames: [...backing.identifierUris, backing.appId],
        appRoles: [],
      };
      principals.set(created.id, created);
      return created;
    },
    setAccountEnabled(id, accountEnabled) {
      const before = principals.get(id.toLowerCase());
      if (before !== undefined) principals.set(before.id, { ...before, accountEnabled });
    },
    deleteServicePrincipal,
    resource(identifier) {
      const wanted = withoutSlash(identifier);
      for (const candidate of principals.values())
        if (candidate.servicePrincipalNames.some((name) => sameText(withoutSlash(name), wanted)))
          return candidate;
      return undefined;
    },
    addResourceName(appId, name) {
      const before = servicePrincipal({ appId });
      if (before === undefined || before.servicePrincipalNames.includes(name)) return;
      principals.set(before.id, {
        ...before,
        servicePrincipalNames: [name, ...before.servicePrincipalNames],
      });
    },
    assignRole(assignment) {
      if (!assignments.some((a) => sameAssignment(a, assignment))) assignments.push(assignment);
    },
    rolesOf(principalId, resourceId) {
      const roles = servicePrincipal({ id: resourceId })?.appRoles ?? [];
      return assignments
        .filter((a) => sameText(a.principalId, principalId) && sameText(a.resourceId, resourceId))
        .flatMap((a) => roles.filter((role) => sameText(role.id, a.appRoleId)).map((role) => role.value))
        .sort();
    },
  };
}

function sameText(a: string | null, b: string): boolean {
  return a !== null && a.toLowerCase() === b.toLowerCase();
}

function sameAssignment(a: AppRoleAssignment, b: AppRoleAssignment): boolean {
  return (
    sameText(a.principalId, b.principalId) &&
    sameText(a.resourceId, b.resourceId) &&
    sameText(a.appRoleId, b.appRoleId)
  );
}

function withoutSlash(identifier: string): string {
  return identifier.endsWith('/') ? identifier.slice(0, -1) : identifier;
}
