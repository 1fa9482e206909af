import type { SecretDigest } from './secret.ts';

/** A client secret of an application; its text is nowhere kept. Times are milliseconds since the epoch. */
export interface PasswordCredential {
  readonly keyId: string;
  readonly displayName: string | null;
  readonly startDateTime: number;
  readonly endDateTime: number;
  readonly secret: SecretDigest;
}

/** One wish of a registration: it grants nothing before an administrator consents. */
export interface RequiredResourceAccess {
  readonly resourceAppId: string;
  readonly resourceAccess: readonly { readonly id: string; readonly type: 'Scope' | 'Role' }[];
}

/** What a caller may set on an application. */
export interface ApplicationSettings {
  readonly displayName: string;
  readonly signInAudience: string;
  readonly description: string | null;
  readonly notes: string | null;
  readonly tags: readonly string[];
  readonly identifierUris: readonly string[];
  readonly redirectUris: readonly string[];
  readonly requiredResourceAccess: readonly RequiredResourceAccess[];
  readonly isFallbackPublicClient: boolean | null;
}

/** An application registration. `id` is its object id, `appId` the client id. */
export interface Application extends ApplicationSettings {
  readonly id: string;
  readonly appId: string;
  readonly uniqueName: string | null;
  readonly createdDateTime: number;
  readonly createdByAppId: string | null;
  /** Object ids of the service principals that own it. */
  readonly ownerIds: readonly string[];
  readonly passwordCredentials: readonly PasswordCredential[];
}

export interface AppRole {
  readonly id: string;
  readonly value: string;
}

/** An application as a principal of this tenant. `id` is the `oid` of its tokens. */
export interface ServicePrincipal {
  readonly id: string;
  readonly appId: string;
  readonly displayName: string;
  readonly accountEnabled: boolean;
  readonly createdDateTime: number;
  readonly createdByAppId: string | null;
  readonly appOwnerOrganizationId: string;
  readonly ownerIds: readonly string[];
  /** What `scope` and `resource` may name it by. */
  readonly servicePrincipalNames: readonly string[];
  readonly appRoles: readonly AppRole[];
}

export interface AppRoleAssignment {
  readonly principalId: string;
  readonly resourceId: string;
  readonly appRoleId: string;
}

/** Who creates an object: the calling application, or nobody for what was there before. */
export interface Creator {
  readonly appId: string;
  readonly servicePrincipalId: string;
}
