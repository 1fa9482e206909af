// Compiled, and never run: what fits what, by the declarations that both sides publish.
import type { TokenCredential } from '@azure/core-auth';
import { bearerTokenAuthenticationPolicy } from '@azure/core-rest-pipeline';
import { ClientSecretCredential, DefaultAzureCredential } from '@azure/identity';
import { SecretClient } from '@azure/keyvault-secrets';
import { context, propagation, trace } from '@opentelemetry/api';
import { createClient } from '@wayleave/dataverse';
import {
  clientAssertion,
  clientCertificate,
  clientSecret,
  federatedFromAws,
  fromTokenCredential,
  managedIdentity,
  workloadIdentityFile,
} from '@wayleave/dataverse/entra';
import { traceRequests } from '@wayleave/dataverse/opentelemetry';

const url = 'https://contoso.crm4.dynamics.com';
const app = { tenantId: 'contoso.onmicrosoft.com', clientId: 'aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee' };
const azure = new ClientSecretCredential(app.tenantId, app.clientId, 'secret');

// Ours where the Azure SDK takes a credential.
export const credentials: readonly TokenCredential[] = [
  clientSecret({ ...app, clientSecret: 'secret' }),
  clientCertificate({ ...app, certificate: 'pem' }),
  clientAssertion({ ...app, getAssertion: () => 'a.b.c' }),
  federatedFromAws({ ...app, env: process.env }),
  workloadIdentityFile({ ...app, env: process.env }),
  managedIdentity({ env: process.env }),
  fromTokenCredential(azure),
];
export const secrets = new SecretClient('https://contoso.vault.azure.net', fromTokenCredential(azure));
export const policy = bearerTokenAuthenticationPolicy({
  credential: clientSecret({ ...app, clientSecret: 'secret' }),
  scopes: `${url}/.default`,
});

// Theirs where we take one.
export const clients = [
  createClient({ url, credential: azure }),
  createClient({ url, credential: new DefaultAzureCredential() }),
  createClient({ url, credential: fromTokenCredential(new DefaultAzureCredential()) }),
];
// @ts-expect-error What has no getToken is no credential.
createClient({ url, credential: { token: 'text' } });
// @ts-expect-error Nor is it one of the Azure SDK.
fromTokenCredential({ getAccessToken: async () => 'text' });

// OpenTelemetry's own tracer and span.
export const stop = traceRequests({
  tracer: trace.getTracer('orders'),
  inject: (span, headers) => propagation.inject(trace.setSpan(context.active(), span), headers),
});
