import { EntraError, federatedFromAws } from '@wayleave/dataverse/entra';
import { describe, expect, it } from 'vitest';
import { signedHeaders } from '../../src/entra/sigv4.ts';
import {
  CLIENT,
  entraFor,
  formOf,
  JWT,
  numbered,
  rejection,
  SCOPE,
  serverFor,
  shown,
  TENANT,
} from '../support/entra.ts';
import { type Handler, inOrder } from '../support/server.ts';

const KEYS = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
  sessionToken: 'IQoJb3JpZ2luX2VjEXAMPLE',
};
const ENV = {
  AWS_ACCESS_KEY_ID: KEYS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: KEYS.secretAccessKey,
  AWS_SESSION_TOKEN: KEYS.sessionToken,
  AWS_REGION: 'eu-central-1',
};

const vended = (token: string) => ({
  body: `<GetWebIdentityTokenResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <GetWebIdentityTokenResult>
    <WebIdentityToken>${token}</WebIdentityToken>
    <Expiration>2026-11-23T00:05:00Z</Expiration>
  </GetWebIdentityTokenResult>
  <ResponseMetadata><RequestId>6b2c0e6c-0000-4000-8000-00000000000a</RequestId></ResponseMetadata>
</GetWebIdentityTokenResponse>`,
});

const denied = (status: number, code: string, message: string) => ({
  status,
  body: `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
  <Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>
  <RequestId>6b2c0e6c-0000-4000-8000-00000000000b</RequestId>
</ErrorResponse>`,
});

async function awsTo(sts: Handler, entra: Handler = numbered()) {
  const aws = await serverFor(sts);
  const { server, time, app } = await entraFor(entra);
  return { aws, server, time, options: { ...app, env: ENV, endpoint: aws.url } };
}

describe('federatedFromAws', () => {
  it('asks STS for a JWT by a signed request, and shows it to Entra', async () => {
    const { aws, server, time, options } = await awsTo(() => vended(JWT));
    expect((await federatedFromAws(options).getToken(SCOPE)).token).toBe('t1');
    const [request] = aws.requests;
    expect(request).toMatchObject({ method: 'POST', path: '/' });
    expect(formOf(request)).toEqual({
      Action: 'GetWebIdentityToken',
      Version: '2011-06-15',
      'Audience.member.1': 'api://AzureADTokenExchange',
      SigningAlgorithm: 'RS256',
      DurationSeconds: '300',
    });
    const post = {
      host: new URL(aws.url).host,
      body: request?.body ?? '',
      region: 'eu-central-1',
      service: 'sts',
      time: time.now(),
    };
    expect(request?.headers).toMatchObject({ ...signedHeaders(post, KEYS), host: post.host });
    expect(formOf(server.requests[0])).toMatchObject({
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: JWT,
    });
  });

  it('asks STS once for ten calls, and anew when the token request is repeated', async () => {
    let answers = 0;
    const { aws, options } = await awsTo(
      () => vended(JWT),
      () => {
        answers += 1;
        return answers === 1 ? { status: 503 } : numbered()();
      },
    );
    const credential = federatedFromAws(options);
    for (let i = 0; i < 10; i += 1) await credential.getToken(SCOPE);
    expect([aws.requests.length, answers]).toEqual([2, 2]);
  });

  it('takes audience, life and keys by a function, which is asked for each request', async () => {
    const { aws, time, options } = await awsTo(() => vended(JWT));
    let calls = 0;
    const { env: _, ...rest } = options;
    const credential = federatedFromAws({
      ...rest,
      region: 'us-gov-west-1',
      audience: 'api://mine',
      durationSeconds: 900,
      credentials: async () => {
        calls += 1;
        return { accessKeyId: `AKID${calls}`, secretAccessKey: 'k' };
      },
    });
    await credential.getToken(SCOPE);
    time.advance(3_600_000);
    await credential.getToken(SCOPE);
    expect(formOf(aws.requests[1])).toMatchObject({
      'Audience.member.1': 'api://mine',
      DurationSeconds: '900',
    });
    expect(aws.requests[1]?.headers.authorization).toMatch(
      /Credential=AKID2\/20261123\/us-gov-west-1\/sts\//,
    );
    expect(aws.requests[1]?.headers).not.toHaveProperty('x-amz-security-token');
  });

  it.each([
    ['eu-west-1', 'https://sts.eu-west-1.amazonaws.com/'],
    ['us-gov-east-1', 'https://sts.us-gov-east-1.amazonaws.com/'],
    ['cn-north-1', 'https://sts.cn-north-1.amazonaws.com.cn/'],
  ])('asks the STS of region %s', async (region, url) => {
    const asked: string[] = [];
    const credential = federatedFromAws({
      tenantId: TENANT,
      clientId: CLIENT,
      region,
      credentials: KEYS,
      transport: async (request) => {
        asked.push(request.url);
        return { status: 400, headers: {}, body: new Uint8Array() };
      },
    });
    await rejection(credential.getToken(SCOPE));
    expect(asked).toEqual([url]);
  });

  it('asks by the transport that the client hands in', async () => {
    const asked: string[] = [];
    const credential = federatedFromAws({ tenantId: TENANT, clientId: CLIENT, env: ENV });
    const transport = async ({ url }: { url: string }) => {
      asked.push(url);
      const answer = url.includes('sts') ? vended(JWT).body : JSON.stringify(numbered()().body);
      return { status: 200, headers: {}, body: new TextEncoder().encode(answer) };
    };
    await credential.getToken(SCOPE, { transport });
    expect(asked).toEqual([
      'https://sts.eu-central-1.amazonaws.com/',
      `https://login.microsoftonline.com/${TENANT}/oauth2/v2.0/token`,
    ]);
  });
});

describe('a refusal by AWS', () => {
  it.each([
    ['OutboundWebIdentityFederationDisabledException', 403, /enable-outbound-web-identity-federation/],
    ['SessionDurationEscalationException', 403, /durationSeconds/],
    [
      'AccessDenied',
      403,
      /sts:GetWebIdentityToken .*sts:IdentityTokenAudience is api:\/\/AzureADTokenExchange/,
    ],
    ['ExpiredToken', 403, /renews/],
  ])('%s is told with what to do, and not tried again', async (code, status, hint) => {
    const { aws, server, options } = await awsTo(() => denied(status, code, 'Because of &lt;policy&gt;.'));
    const error = await rejection(federatedFromAws(options).getToken(SCOPE));
    expect(error).toBeInstanceOf(EntraError);
    expect(error).toMatchObject({
      code: 'ERR_ENTRA_ASSERTION',
      status,
      error: code,
      hint: expect.stringMatching(hint),
      traceId: '6b2c0e6c-0000-4000-8000-00000000000b',
      message: expect.stringContaining('Because of <policy>.'),
    });
    expect([aws.requests.length, server.requests.length]).toEqual([1, 0]);
  });

  it('that passes is tried again', async () => {
    const { aws, time, options } = await awsTo(
      inOrder({ status: 503 }, denied(400, 'Throttling', 'Rate exceeded'), vended(JWT)),
    );
    expect((await federatedFromAws(options).getToken(SCOPE)).token).toBe('t1');
    expect(aws.requests).toHaveLength(3);
    expect(time.sleeps).toEqual([250, 500]);
  });

  it('shows no key, though it were sent back', async () => {
    const echo = `The Canonical String should be x-amz-security-token:${KEYS.sessionToken} ${KEYS.secretAccessKey}`;
    const { options } = await awsTo(() => denied(403, 'SignatureDoesNotMatch', echo));
    const seen = shown(await rejection(federatedFromAws(options).getToken(SCOPE)));
    expect(seen).toContain('The Canonical String');
    expect(seen).not.toContain(KEYS.sessionToken);
    expect(seen).not.toContain(KEYS.secretAccessKey);
  });

  it.each([
    ['a page', { body: '<html>Sign in</html>' }],
    ['an empty token', vended('')],
    ['another JSON', { status: 404, body: { message: 'Not Found' } }],
  ])('in the form of %s is an error', async (_, answer) => {
    const { options } = await awsTo(() => answer);
    expect(await rejection(federatedFromAws(options).getToken(SCOPE))).toMatchObject({
      code: 'ERR_ENTRA_RESPONSE',
    });
  });

  it('of keys is told', async () => {
    const { aws, options } = await awsTo(() => vended(JWT));
    const cause = new Error('no profile');
    const failing = federatedFromAws({ ...options, credentials: () => Promise.reject(cause) });
    expect(await rejection(failing.getToken(SCOPE))).toMatchObject({ code: 'ERR_ENTRA_ASSERTION', cause });
    const blank = federatedFromAws({
      ...options,
      credentials: async () => ({ accessKeyId: '', secretAccessKey: '' }),
    });
    expect(await rejection(blank.getToken(SCOPE))).toMatchObject({ code: 'ERR_ENTRA_ASSERTION' });
    const hanging = federatedFromAws({ ...options, timeoutMs: 5, credentials: () => new Promise(() => {}) });
    expect(await rejection(hanging.getToken(SCOPE))).toMatchObject({ code: 'ERR_ENTRA_UNREACHABLE' });
    expect(aws.requests).toHaveLength(0);
  });
});

describe('federatedFromAws refuses before any call', () => {
  const good = { tenantId: TENANT, clientId: CLIENT };
  it.each([
    ['neither keys nor env', {}, /give env/],
    ['keys without a region', { credentials: KEYS }, /region/],
    ['an env without keys', { env: { AWS_REGION: 'eu-central-1' } }, /On ECS, EKS and EC2/],
    ['an env without a region', { env: { ...ENV, AWS_REGION: undefined } }, /region/],
    ['a region that would change the host', { env: ENV, region: 'evil.example#' }, /region/],
    ['a region whose STS is not known', { env: ENV, region: 'us-iso-east-1' }, /endpoint/],
    ['the global endpoint', { env: ENV, endpoint: 'https://sts.amazonaws.com' }, /region/],
    ['an endpoint with a path', { env: ENV, endpoint: 'https://sts.example/x' }, /endpoint/],
    ['a plain http endpoint', { env: ENV, endpoint: 'http://sts.example' }, /https/],
    ['a life of a second', { env: ENV, durationSeconds: 1 }, /60 to 3600/],
    ['a life of a day', { env: ENV, durationSeconds: 86_400 }, /60 to 3600/],
    ['a blank tenant', { env: ENV, tenantId: '' }, /tenant/],
  ])('%s', (_, wrong, words) => {
    const attempt = () => federatedFromAws({ ...good, ...wrong });
    expect(attempt).toThrow(expect.objectContaining({ code: 'ERR_ENTRA_CONFIGURATION' }));
    expect(attempt).toThrow(words);
  });
});
