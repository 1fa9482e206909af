import type { Application, PasswordCredential, ServicePrincipal } from '../entra/directory-objects.ts';

/** Graph's date: no fraction of a second. */
export function graphTime(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** A secret as Graph shows it: the text only in the answer that made it. */
export function passwordJson(
  credential: PasswordCredential,
  secretText: string | null,
): Record<string, unknown> {
  return {
    customKeyIdentifier: null,
    displayName: credential.displayName,
    endDateTime: graphTime(credential.endDateTime),
    hint: credential.secret.hint,
    keyId: credential.keyId,
    secretText,
    startDateTime: graphTime(credential.startDateTime),
  };
}

/**
 * An application as Graph shows it.
 *
 * @see https://learn.microsoft.com/graph/api/resources/application
 */
export function applicationJson(application: Application, tenantDomain: string): Record<string, unknown> {
  return {
    id: application.id,
    deletedDateTime: null,
    appId: application.appId,
    applicationTemplateId: null,
    createdByAppId: application.createdByAppId,
    createdDateTime: graphTime(application.createdDateTime),
    description: application.description,
    disabledByMicrosoftStatus: null,
    displayName: application.displayName,
    groupMembershipClaims: null,
    identifierUris: application.identifierUris,
    isDeviceOnlyAuthSupported: null,
    isFallbackPublicClient: application.isFallbackPublicClient,
    notes: application.notes,
    publisherDomain: tenantDomain,
    serviceManagementReference: null,
    signInAudience: application.signInAudience,
    tags: application.tags,
    tokenEncryptionKeyId: null,
    uniqueName: application.uniqueName,
    addIns: [],
    appRoles: [],
    keyCredentials: [],
    passwordCredentials: application.passwordCredentials.map((credential) => passwordJson(credential, null)),
    requiredResourceAccess: application.requiredResourceAccess,
    web: {
      homePageUrl: null,
      logoutUrl: null,
      redirectUris: application.redirectUris,
      implicitGrantSettings: { enableAccessTokenIssuance: false, enableIdTokenIssuance: false },
    },
  };
}

/**
 * A service principal as Graph shows it.
 *
 * @see https://learn.microsoft.com/graph/api/resources/serviceprincipal
 */
export function servicePrincipalJson(
  principal: ServicePrincipal,
  application: Application | undefined,
): Record<string, unknown> {
  return {
    id: principal.id,
    deletedDateTime: null,
    accountEnabled: principal.accountEnabled,
    alternativeNames: [],
    appDisplayName: principal.displayName,
    appId: principal.appId,
    applicationTemplateId: null,
    appOwnerOrganizationId: principal.appOwnerOrganizationId,
    appRoleAssignmentRequired: false,
    createdByAppId: principal.createdByAppId,
    createdDateTime: graphTime(principal.createdDateTime),
    description: null,
    disabledByMicrosoftStatus: null,
    displayName: principal.displayName,
    homepage: null,
    loginUrl: null,
    logoutUrl: null,
    notes: null,
    replyUrls: application?.redirectUris ?? [],
    servicePrincipalNames: principal.servicePrincipalNames,
    servicePrincipalType: 'Application',
    signInAudience: application?.signInAudience ?? 'AzureADMultipleOrgs',
    tags: application?.tags ?? [],
    tokenEncryptionKeyId: null,
    addIns: [],
    appRoles: principal.appRoles.map((role) => ({
      allowedMemberTypes: ['Application'],
      description: role.value,
      displayName: role.value,
      id: role.id,
      isEnabled: true,
      origin: 'Application',
      value: role.value,
    })),
    keyCredentials: [],
    oauth2PermissionScopes: [],
    passwordCredentials: [],
    resourceSpecificApplicationPermissions: [],
  };
}
