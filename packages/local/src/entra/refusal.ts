/** A refusal in Entra's terms. */
export interface Refusal {
  /** The number behind `AADSTS`. */
  readonly code: number;
  readonly status: 400 | 401;
  /** The OAuth 2.0 error. */
  readonly error: string;
  /** Entra's words, without the code in front and the trace behind. */
  readonly message: string;
  /** Whether Entra adds `error_uri` for this code. */
  readonly uri: boolean;
}

const wrongTenant =
  'This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant.';
const invalidScope = (scope: string): string =>
  `The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope ${scope} is not valid.`;

/**
 * Every refusal the local Entra gives, in the words of the real one.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
export const refusals = {
  unknownTenant: (tenant: string, error: 'invalid_request' | 'invalid_tenant') =>
    bad(
      90002,
      error,
      `Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.`,
    ),
  malformedTenant: (tenant: string, error: 'invalid_request' | 'invalid_tenant') =>
    bad(
      900023,
      error,
      `Specified tenant identifier '${tenant}' is neither a valid DNS name, nor a valid external domain.`,
    ),
  noTenant: () =>
    bad(
      50059,
      'invalid_request',
      'No tenant-identifying information found in either the request or implied by any provided credentials.',
    ),
  grantNotOnCommon: () =>
    bad(
      9001023,
      'invalid_request',
      'The grant type is not supported over the /common or /consumers endpoints. Please use the /organizations or tenant-specific endpoint.',
    ),
  postOnly: (method: string) =>
    bad(900561, 'invalid_request', `The endpoint only accepts POST requests. Received a ${method} request.`),
  missingParameter: (name: string) =>
    bad(900144, 'invalid_request', `The request body must contain the following parameter: '${name}'.`),
  missingField: (name: string) =>
    bad(
      90014,
      'invalid_request',
      `The required field '${name}' is missing from the credential. Ensure that you have all the necessary parameters for the login request.`,
    ),
  unsupportedGrant: (grant: string) =>
    without(70003, 'unsupported_grant_type', `The app requested an unsupported grant type '${grant}'.`),
  resourceOnV2: () => bad(901002, 'invalid_request', "The 'resource' request parameter is not supported."),
  scopeNotDefault: (scope: string) =>
    without(
      1002012,
      'invalid_scope',
      `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
    ),
  scopeMalformed: (scope: string) =>
    without(
      70011,
      'invalid_scope',
      `${invalidScope(scope)} The scope format is invalid. Scope must be in a valid URI form <https://example/scope> or a valid Guid <guid/scope>.`,
    ),
  scopeCombined: (scope: string) => without(70011, 'invalid_scope', invalidScope(scope)),
  scopeOfTwoResources: (scope: string) =>
    without(
      700022,
      'invalid_scope',
      `The provided value for the input parameter scope is not valid because it contains more than one resource. The scope ${scope} is not valid.`,
    ),
  unknownResource: (resource: string, tenant: string) =>
    bad(
      500011,
      'invalid_resource',
      `The resource principal named ${resource} was not found in the tenant named ${tenant}. ${wrongTenant} You might have sent your authentication request to the wrong tenant.`,
    ),
  unknownClient: (clientId: string, tenant: string) =>
    bad(
      700016,
      'unauthorized_client',
      `Application with identifier '${clientId}' was not found in the directory '${tenant}'. ${wrongTenant} You may have sent your authentication request to the wrong tenant.`,
    ),
  invalidClientId: (clientId: string) =>
    without(700038, 'unauthorized_client', `${clientId} is not a valid application identifier.`),
  noServicePrincipal: (clientId: string, tenant: string) =>
    unauthorized(
      7000229,
      `The client application ${clientId} is missing service principal in the tenant ${tenant}. See instructions here: https://go.microsoft.com/fwlink/?linkid=2225119`,
    ),
  disabled: (clientId: string, displayName: string) =>
    bad(7000112, 'unauthorized_client', `Application '${clientId}'(${displayName}) is disabled.`),
  publicClient: () =>
    unauthorized(
      700025,
      "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.",
    ),
  noCredential: (code: 7000216 | 7000218) =>
    unauthorized(
      code,
      code === 7000216
        ? "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type."
        : "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
    ),
  wrongSecret: (clientId: string) =>
    unauthorized(
      7000215,
      `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${clientId}'.`,
    ),
  expiredSecret: (clientId: string) =>
    unauthorized(
      7000222,
      `The provided client secret keys for app '${clientId}' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds.`,
    ),
  malformedAssertion: () => unauthorized(50027, 'JWT token is invalid or malformed.'),
  assertionSubject: () => unauthorized(50048, 'Subject must match Issuer claim in the client assertion.'),
  unknownCertificate: () =>
    unauthorized(
      700027,
      'The certificate with identifier used to sign the client assertion is not registered on application. [Reason - The key was not found.]',
    ),
  noFederatedCredential: (clientId: string, displayName: string) =>
    unauthorized(
      70025,
      `The client '${clientId}'(${displayName}) has no configured federated identity credentials.`,
    ),
  unknownInstance: () => without(50049, 'invalid_instance', 'Unknown or invalid instance.'),
  redirectMismatch: (redirectUri: string, clientId: string) =>
    bad(
      50011,
      'invalid_request',
      `The redirect URI '${redirectUri}' specified in the request does not match the redirect URIs configured for the application '${clientId}'. Make sure the redirect URI sent in the request matches one added to your application in the Azure portal. Navigate to https://aka.ms/redirectUriMismatchError to learn more about how to fix this.`,
    ),
  noRedirect: () => bad(500113, 'invalid_request', 'No reply address is registered for the application.'),
  unknownPermission: (client: string, permission: string, resource: string) =>
    bad(
      650053,
      'invalid_client',
      `The application '${client}' asked for scope '${permission}' that doesn't exist on the resource '${resource}'. Contact the app vendor.`,
    ),
} as const;

function bad(code: number, error: string, message: string): Refusal {
  return { code, status: 400, error, message, uri: true };
}

function without(code: number, error: string, message: string): Refusal {
  return { code, status: 400, error, message, uri: false };
}

function unauthorized(code: number, message: string): Refusal {
  return { code, status: 401, error: 'invalid_client', message, uri: true };
}
