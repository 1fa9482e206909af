import assert from 'node:assert/strict';
import { createHash, createHmac, randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetWebIdentityTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { SignatureV4 } from '@smithy/signature-v4';
import { federatedFromAws } from '@wayleave/dataverse/entra';
import { plain } from '../../support/where.mjs';
import { loopback } from '../loopback.mjs';
import { connect } from './connect.mjs';

/** @typedef {import('./connect.mjs').Keys} Keys */

const { entra, aws } = plain;
const scope = `${plain.dataverse.url}/.default`;
const clientId = entra.administrator.clientId;
const REQUEST_ID = '4e2a1e9e-0000-4000-8000-000000000002';
const JWT = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ0aGUtcm9sZSJ9.c2lnbmF0dXJl';
const LONG = `IQoJb3JpZ2luX2VjEJr//////////wEaCXVzLWVhc3QtMSJ${'Aa0+/='.repeat(150)}==`;

/** The parts that SignatureV4 leaves to its caller. */
class Sha256 {
  /** @param {import('node:crypto').BinaryLike} [secret] */
  constructor(secret) {
    this.hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret);
  }
  /** @param {import('node:crypto').BinaryLike} data */
  update(data) {
    this.hash.update(data);
  }
  async digest() {
    return new Uint8Array(this.hash.digest());
  }
}

/**
 * What the AWS SDK's signer makes of a request as it arrived, for the same headers and the same moment.
 *
 * @param {import('../loopback.mjs').Arrived} request
 * @param {Keys} credentials
 */
async function signedAgain({ method, path, headers, body }, credentials) {
  const [, names = ''] = /SignedHeaders=([^,]+),/.exec(`${headers.authorization}`) ?? [];
  const [, date, region, service] = /Credential=[^/]+\/(\d+)\/([^/]+)\/([^/]+)\/aws4_request/.exec(
    `${headers.authorization}`,
  ) ?? ['', '', '', ''];
  const at = String(headers['x-amz-date']);
  assert.equal(at.slice(0, 8), date);
  const signer = new SignatureV4({ credentials, region, service, sha256: Sha256, applyChecksum: false });
  // These two it adds by itself.
  const given = names.split(';').filter((name) => name !== 'x-amz-date' && name !== 'x-amz-security-token');
  const signed = await signer.sign(
    {
      method,
      protocol: 'http:',
      hostname: '127.0.0.1',
      path,
      headers: Object.fromEntries(given.map((name) => [name, String(headers[name])])),
      body,
    },
    { signingDate: new Date(at.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z')) },
  );
  assert.equal(signed.headers['x-amz-date'], at);
  assert.equal(signed.headers['x-amz-security-token'], headers['x-amz-security-token']);
  return signed.headers['authorization'];
}

/** An answer in the form that STS has. @param {string} token */
const issued = (token) => ({
  headers: { 'content-type': 'text/xml' },
  body: `<GetWebIdentityTokenResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetWebIdentityTokenResult><WebIdentityToken>${token}</WebIdentityToken><Expiration>2030-01-01T00:00:00Z</Expiration></GetWebIdentityTokenResult><ResponseMetadata><RequestId>4e2a1e9e-0000-4000-8000-000000000001</RequestId></ResponseMetadata></GetWebIdentityTokenResponse>`,
});

/** @param {number} status @param {string} code @param {string} message */
const refusedBySts = (status, code, message) => ({
  status,
  headers: { 'content-type': 'text/xml', 'x-amzn-requestid': REQUEST_ID },
  body: `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>${REQUEST_ID}</RequestId></ErrorResponse>`,
});

/** A token endpoint that takes any assertion. @param {import('node:test').TestContext} t */
const entraFor = (t) =>
  loopback(t, () => ({ body: { token_type: 'Bearer', expires_in: 3599, access_token: 'a-token' } }));

/** @type {Record<string, Keys>} */
const KEYS = {
  'a user': { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' },
  'a session': { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'a/b+c=d&e f%g', sessionToken: LONG },
  'a session whose token has spaces': { accessKeyId: 'ASIA', secretAccessKey: 's', sessionToken: 'a  b   c' },
};
const AUDIENCES = [
  'api://AzureADTokenExchange',
  "urn:ü:%2F+&=?#[]@!$'()*,;~ *",
  'https://例え.jp/受取人?a=b&c=d e',
  'x'.repeat(1000),
];

describe('federatedFromAws, signed again by @smithy/signature-v4', () => {
  for (const [name, credentials] of Object.entries(KEYS)) {
    for (const audience of AUDIENCES) {
      it(`has the same signature: ${name}, for ${audience.slice(0, 40)}`, async (t) => {
        const [sts, endpoint] = await Promise.all([loopback(t, () => issued(JWT)), entraFor(t)]);
        const credential = federatedFromAws({
          tenantId: entra.tenantId,
          clientId,
          authority: endpoint.url,
          credentials,
          region: 'eu-central-1',
          endpoint: sts.url,
          audience,
        });
        assert.equal((await credential.getToken(scope)).token, 'a-token');
        const [request] = sts.requests;
        assert.ok(request);
        assert.equal(request.headers.authorization, await signedAgain(request, credentials));
        assert.match(request.headers.authorization, /\/eu-central-1\/sts\/aws4_request, /);
        for (const header of [
          'host',
          'x-amz-date',
          ...(credentials.sessionToken ? ['x-amz-security-token'] : []),
        ])
          assert.match(request.headers.authorization, new RegExp(`SignedHeaders=[^,]*\\b${header}\\b`));
      });
    }
  }

  it('has another one when a byte of the request is another', async (t) => {
    const [sts, endpoint] = await Promise.all([loopback(t, () => issued(JWT)), entraFor(t)]);
    const credentials = /** @type {Keys} */ (KEYS['a session']);
    const options = { tenantId: entra.tenantId, clientId, authority: endpoint.url, endpoint: sts.url };
    await federatedFromAws({ ...options, credentials, region: 'eu-central-1' }).getToken(scope);
    const [request] = sts.requests;
    assert.ok(request);
    const body = Buffer.from(request.body.toString().replace('300', '301'));
    assert.notEqual(await signedAgain({ ...request, body }, credentials), request.headers.authorization);
    const others = { ...credentials, sessionToken: `${LONG}x` };
    await assert.rejects(signedAgain(request, others));
  });
});

describe('federatedFromAws beside STSClient of the AWS SDK', () => {
  it('asks for the same, and reads the same out of the answer', async (t) => {
    const [sts, endpoint] = await Promise.all([loopback(t, () => issued(JWT)), entraFor(t)]);
    const [, audience = ''] = AUDIENCES;
    const credentials = /** @type {Keys} */ (KEYS['a session']);
    const client = new STSClient({ endpoint: sts.url, region: 'eu-central-1', credentials, maxAttempts: 1 });
    const theirs = await client.send(
      new GetWebIdentityTokenCommand({
        Audience: [audience],
        SigningAlgorithm: 'RS256',
        DurationSeconds: 300,
      }),
    );
    await federatedFromAws({
      tenantId: entra.tenantId,
      clientId,
      authority: endpoint.url,
      endpoint: sts.url,
      region: 'eu-central-1',
      credentials: client.config.credentials, // a provider, as the SDK makes them
      audience,
    }).getToken(scope);
    const [their, our] = sts.requests;
    assert.ok(their && our);
    for (const request of [their, our])
      assert.equal(request.headers.authorization, await signedAgain(request, credentials));
    const form = (/** @type {typeof our} */ { body }) =>
      Object.fromEntries(new URLSearchParams(body.toString()));
    assert.deepEqual(form(our), form(their));
    assert.deepEqual([our.method, our.path], [their.method, their.path]);
    assert.equal(our.headers['content-type']?.split(';')[0], their.headers['content-type']?.split(';')[0]);

    const [exchange] = endpoint.requests;
    const assertion = new URLSearchParams(exchange?.body.toString()).get('client_assertion');
    assert.equal(assertion, theirs.WebIdentityToken);
  });

  for (const [status, code] of /** @type {const} */ ([
    [403, 'AccessDenied'],
    [403, 'OutboundWebIdentityFederationDisabledException'],
    [403, 'SessionDurationEscalationException'],
    [400, 'JWTPayloadSizeExceededException'],
    [403, 'ExpiredToken'],
  ])) {
    it(`reads the same refusal: ${code}`, async (t) => {
      const [sts, endpoint] = await Promise.all([
        loopback(t, () => refusedBySts(status, code, 'No &lt;thing&gt; &amp; none.')),
        entraFor(t),
      ]);
      const credentials = /** @type {Keys} */ (KEYS['a user']);
      const client = new STSClient({ endpoint: sts.url, region: 'eu-west-1', credentials, maxAttempts: 1 });
      const command = new GetWebIdentityTokenCommand({ Audience: ['a'], SigningAlgorithm: 'RS256' });
      const their = await client.send(command).then(
        () => assert.fail('was not refused'),
        (/** @type {any} */ error) => error,
      );
      const credential = federatedFromAws({
        tenantId: entra.tenantId,
        clientId,
        authority: endpoint.url,
        credentials,
        region: 'eu-west-1',
        endpoint: sts.url,
      });
      await assert.rejects(credential.getToken(scope), (/** @type {any} */ our) => {
        assert.equal(our.code, 'ERR_ENTRA_ASSERTION');
        assert.equal(our.error, their.name);
        assert.equal(our.status, their.$metadata.httpStatusCode);
        assert.equal(our.traceId, their.$metadata.requestId);
        assert.ok(our.message.includes(their.message), our.message);
        return true;
      });
      assert.equal(endpoint.requests.length, 0);
    });
  }
});

// Local AWS verifies signatures before it looks at what is asked, and has no GetWebIdentityToken: it says so to whom
// it believes.
describe('federatedFromAws against the signatures of local AWS', () => {
  /** @param {Keys} credentials @returns {Promise<any>} */
  const refusal = (credentials) =>
    federatedFromAws({
      tenantId: entra.tenantId,
      clientId,
      authority: entra.url,
      credentials,
      region: aws.region,
      endpoint: aws.url,
      audience: AUDIENCES[1] ?? '',
    })
      .getToken(scope)
      .then(
        () => assert.fail('was not refused'),
        (error) => error,
      );

  it('believes the keys of a user, and not a wrong secret', async () => {
    assert.equal((await refusal(aws.credentials)).error, 'InvalidAction');
    const wrong = { ...aws.credentials, secretAccessKey: `${aws.credentials.secretAccessKey}x` };
    assert.equal((await refusal(wrong)).error, 'SignatureDoesNotMatch');
  });

  it('believes the keys of a role with their session token, and not with another', async () => {
    const { iam, sts } = connect(plain);
    const RoleName = `signature-${randomUUID()}`;
    const trust = {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { AWS: `arn:aws:iam::${aws.accountId}:root` },
        },
      ],
    };
    const { Role } = await iam.send(
      new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) }),
    );
    const { Credentials } = await sts.send(
      new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: 'e2e' }),
    );
    const keys = {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    };
    assert.equal((await refusal(keys)).error, 'InvalidAction');
    assert.notEqual(
      (await refusal({ ...keys, sessionToken: `${keys.sessionToken}x` })).error,
      'InvalidAction',
    );
    const { sessionToken: _, ...without } = keys;
    assert.notEqual((await refusal(without)).error, 'InvalidAction');
  });
});
