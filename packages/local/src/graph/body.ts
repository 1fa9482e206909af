import type { ApplicationSettings, RequiredResourceAccess } from '../entra/directory-objects.ts';
import { isGuid } from '../entra/refusal-response.ts';
import { type GraphRefusal, graphRefusals, isRefusal } from './answer.ts';

/** A JSON object as it came. */
export type Json = Readonly<Record<string, unknown>>;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
type Settings = Partial<Mutable<ApplicationSettings>>;

const audiences = [
  'AzureADMyOrg',
  'AzureADMultipleOrgs',
  'AzureADandPersonalMicrosoftAccount',
  'PersonalMicrosoftAccount',
];

/** Properties that Graph lets a caller write and that have no effect here: refused, so that none is lost unseen. */
const notBuilt = new Set([
  'addIns',
  'api',
  'appRoles',
  'authenticationBehaviors',
  'certification',
  'defaultRedirectUri',
  'groupMembershipClaims',
  'info',
  'isDeviceOnlyAuthSupported',
  'isDisabled',
  'keyCredentials',
  'nativeAuthenticationApisEnabled',
  'oauth2RequirePostResponse',
  'optionalClaims',
  'parentalControlSettings',
  'publicClient',
  'requestSignatureVerification',
  'samlMetadataUrl',
  'serviceManagementReference',
  'servicePrincipalLockConfiguration',
  'spa',
  'tokenEncryptionKeyId',
  'verifiedPublisher',
]);
/** Properties that Graph has and no caller may write; secrets come from addPassword alone. */
const readOnly = new Set([
  'appId',
  'applicationTemplateId',
  'createdByAppId',
  'createdDateTime',
  'deletedDateTime',
  'disabledByMicrosoftStatus',
  'id',
  'passwordCredentials',
  'publisherDomain',
  'uniqueName',
]);

/** Reads the body of a write as a JSON object. An absent body reads as `{}` only where that is allowed. */
export async function readBody(
  request: Request,
  absent: 'refused' | 'allowed',
): Promise<{ readonly json: Json } | GraphRefusal> {
  const text = await request.text();
  if (text === '' && absent === 'allowed') return { json: {} };
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (type !== 'application/json') return graphRefusals.unreadableBody();
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? { json: value } : graphRefusals.unreadableBody();
  } catch {
    return graphRefusals.unreadableBody();
  }
}

/**
 * Reads what a create or an update may set on an application.
 *
 * @see https://learn.microsoft.com/graph/api/application-post-applications
 */
export function applicationSettings(body: Json): Settings | GraphRefusal {
  const settings: Settings = {};
  for (const [name, value] of Object.entries(body)) {
    if (name.startsWith('@odata.')) continue;
    const refused = setProperty(settings, name, value);
    if (refused !== undefined) return refused;
  }
  return settings;
}

function setProperty(settings: Settings, name: string, value: unknown): GraphRefusal | undefined {
  const invalid = graphRefusals.invalidValue(name, 'Application');
  switch (name) {
    case 'displayName':
      if (typeof value !== 'string' || value === '' || value.length > 256) return invalid;
      settings.displayName = value;
      return undefined;
    case 'signInAudience':
      if (typeof value !== 'string' || !audiences.includes(value)) return invalid;
      settings.signInAudience = value;
      return undefined;
    case 'description':
    case 'notes':
      if (value !== null && (typeof value !== 'string' || value.length > 1024)) return invalid;
      settings[name] = value;
      return undefined;
    case 'tags':
    case 'identifierUris':
      if (!isStrings(value)) return invalid;
      if (name === 'identifierUris' && !value.every((uri) => URL.canParse(uri))) return invalid;
      settings[name] = value;
      return undefined;
    case 'isFallbackPublicClient':
      if (value !== null && typeof value !== 'boolean') return invalid;
      settings.isFallbackPublicClient = value;
      return undefined;
    case 'web': {
      const redirectUris = readWeb(value);
      if (redirectUris === undefined) return undefined;
      if (isRefusal(redirectUris)) return redirectUris;
      settings.redirectUris = redirectUris;
      return undefined;
    }
    case 'requiredResourceAccess': {
      const access = readAccess(value);
      if (access === undefined) return invalid;
      settings.requiredResourceAccess = access;
      return undefined;
    }
    default:
      if (readOnly.has(name)) return invalid;
      return notBuilt.has(name)
        ? graphRefusals.notBuilt(`The property '${name}' of an application`)
        : graphRefusals.unknownProperty(name);
  }
}

function readWeb(value: unknown): readonly string[] | GraphRefusal | undefined {
  if (!isObject(value)) return graphRefusals.invalidValue('web', 'Application');
  const { redirectUris, ...others } = value;
  const [other] = Object.keys(others);
  if (other !== undefined) return graphRefusals.notBuilt(`The property 'web/${other}' of an application`);
  if (redirectUris === undefined) return undefined;
  const valid = isStrings(redirectUris) && redirectUris.every((uri) => URL.canParse(uri));
  return valid ? redirectUris : graphRefusals.invalidValue('redirectUris', 'Application');
}

function readAccess(value: unknown): readonly RequiredResourceAccess[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const read: RequiredResourceAccess[] = [];
  for (const entry of value) {
    if (!isObject(entry)) return undefined;
    const { resourceAppId, resourceAccess } = entry;
    if (typeof resourceAppId !== 'string' || !isGuid(resourceAppId) || !Array.isArray(resourceAccess))
      return undefined;
    const wishes: { id: string; type: 'Scope' | 'Role' }[] = [];
    for (const wish of resourceAccess) {
      if (!isObject(wish)) return undefined;
      const { id, type } = wish;
      if (typeof id !== 'string' || !isGuid(id) || (type !== 'Scope' && type !== 'Role')) return undefined;
      wishes.push({ id, type });
    }
    read.push({ resourceAppId, resourceAccess: wishes });
  }
  return read;
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}
