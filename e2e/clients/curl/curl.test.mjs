import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { graph, registerApp } from '../../support/microsoft.mjs';
import { run } from '../../support/processes.mjs';
import { plain, road } from '../../support/where.mjs';
import { curl, found, skip } from './curl.mjs';

const { entra, dataverse, caFile } = plain;
const trusting = ['--cacert', caFile];
const tenant = `${entra.url}/${entra.tenantId}`;
const whoAmI = `${dataverse.url}/api/data/v9.2/WhoAmI`;
const redirectUri = 'https://localhost/consented';

describe(found ?? 'curl', { skip }, () => {
  /** @type {import('../../support/microsoft.mjs').App} */
  let app;
  before(async () => {
    app = await registerApp(plain, 'curl', { user: true, redirectUri });
  });

  /** @param {Record<string, string>} form */
  const token = (form, path = 'oauth2/v2.0/token') =>
    curl(
      ...trusting,
      `${tenant}/${path}`,
      ...Object.entries(form).flatMap(([name, value]) => ['--data-urlencode', `${name}=${value}`]),
    );
  const request = () => ({
    grant_type: 'client_credentials',
    client_id: app.clientId,
    client_secret: app.secret,
    scope: `${dataverse.url}/.default`,
  });

  it('does not trust the local certificate authority without --cacert', async () => {
    for (const url of [whoAmI, `${tenant}/v2.0/.well-known/openid-configuration`]) {
      const { code, stderr } = await run('curl', ['-sS', url], { env: { PATH: process.env['PATH'] } });
      assert.equal(code, 60);
      assert.match(stderr, /SSL certificate problem/);
    }
  });

  it('does not trust one cloud by the certificate authority of another', async () => {
    const { code } = await run('curl', ['-sS', '--cacert', road.caFile, whoAmI]);
    assert.equal(code, 60);
  });

  it('is asked for a token, and told where to get it: 401 with a challenge', async () => {
    const { status, headers, body } = await curl(...trusting, whoAmI);
    assert.deepEqual([status, body], [401, '']);
    assert.equal(
      headers.get('www-authenticate'),
      `Bearer authorization_uri=${tenant}/oauth2/authorize, resource_id=${dataverse.url}/`,
    );
  });

  it('gets a token and calls Dataverse with it', async () => {
    const { status, headers, body } = await token(request());
    assert.equal(status, 200);
    assert.equal(headers.get('cache-control'), 'no-store, no-cache');
    const answer = JSON.parse(body);
    assert.deepEqual([answer.token_type, answer.expires_in, answer.ext_expires_in], ['Bearer', 3599, 3599]);
    const called = await curl(...trusting, '-H', `Authorization: Bearer ${answer.access_token}`, whoAmI);
    assert.equal(called.status, 200);
    assert.equal(called.headers.get('odata-version'), '4.0');
    assert.equal(JSON.parse(called.body).UserId, app.userId);
  });

  it('gets a token by client_secret_basic', async () => {
    const { grant_type, scope } = request();
    const form = ['-d', `grant_type=${grant_type}`, '--data-urlencode', `scope=${scope}`];
    const user = `${app.clientId}:${encodeURIComponent(app.secret)}`;
    const { status } = await curl(...trusting, '-u', user, `${tenant}/oauth2/v2.0/token`, ...form);
    assert.equal(status, 200);
  });

  it('gets numbers as text from the v1 endpoint, which wants resource', async () => {
    const { scope: _, ...rest } = request();
    const { status, body } = await token({ ...rest, resource: dataverse.url }, 'oauth2/token');
    const answer = JSON.parse(body);
    assert.deepEqual([status, answer.expires_in, answer.resource], [200, '3599', dataverse.url]);
  });

  it('is told what is wrong with a token request', async () => {
    const wrong = /** @type {const} */ ([
      [{ client_secret: 'wrong' }, 401, 'invalid_client', 7000215],
      [{ client_secret: '' }, 401, 'invalid_client', 7000216],
      [{ grant_type: 'client_credential' }, 400, 'unsupported_grant_type', 70003],
      [{ scope: dataverse.url }, 400, 'invalid_scope', 1002012],
      [{ scope: 'https://nothing.example/.default' }, 400, 'invalid_resource', 500011],
      [{ resource: dataverse.url }, 400, 'invalid_request', 901002],
    ]);
    for (const [change, status, error, code] of wrong) {
      const answer = await token({ ...request(), .../** @type {any} */ (change) });
      const body = JSON.parse(answer.body);
      assert.deepEqual([answer.status, body.error, body.error_codes], [status, error, [code]]);
      assert.match(
        body.error_description,
        new RegExp(
          `^AADSTS${code}: .* Trace ID: ${body.trace_id} Correlation ID: ${body.correlation_id} Timestamp: ${body.timestamp}$`,
        ),
      );
      assert.match(body.timestamp, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$/);
    }
  });

  it('is told that a JSON body is no form: 900144', async () => {
    const json = ['-H', 'Content-Type: application/json', '-d', JSON.stringify(request())];
    const { status, body } = await curl(...trusting, `${tenant}/oauth2/v2.0/token`, ...json);
    assert.deepEqual([status, JSON.parse(body).error_codes], [400, [900144]]);
  });

  it('gives admin consent by a redirect, and has made the service principal by it', async () => {
    const bare = await registerApp(plain, 'curl, consented', { servicePrincipal: false, redirectUri });
    const secret = { ...request(), client_id: bare.clientId, client_secret: bare.secret };
    assert.deepEqual(JSON.parse((await token(secret)).body).error_codes, [7000229]);
    const query = new URLSearchParams({
      client_id: bare.clientId,
      redirect_uri: redirectUri,
      state: '12345',
    });
    const { status, headers } = await curl(...trusting, `${tenant}/adminconsent?${query}`);
    assert.equal(status, 302);
    const location = new URL(headers.get('location') ?? '');
    assert.equal(`${location.origin}${location.pathname}`, redirectUri);
    assert.deepEqual(Object.fromEntries(location.searchParams), {
      admin_consent: 'True',
      tenant: entra.tenantId,
      state: '12345',
    });
    assert.equal((await token(secret)).status, 200);
    assert.equal(
      (await graph(plain, 'GET', `/servicePrincipals(appId='${bare.clientId}')`)).appId,
      bare.clientId,
    );
  });

  it('does not redirect to an address that is not registered: AADSTS50011', async () => {
    const query = new URLSearchParams({ client_id: app.clientId, redirect_uri: 'https://evil.example/' });
    const { status, headers, body } = await curl(...trusting, `${tenant}/adminconsent?${query}`);
    assert.equal(status, 400);
    assert.equal(headers.get('location'), undefined);
    assert.match(body, /AADSTS50011/);
  });

  it('reads the metadata and the keys, each under its own address', async () => {
    const { body } = await curl(...trusting, `${tenant}/v2.0/.well-known/openid-configuration`);
    const metadata = JSON.parse(body);
    assert.equal(metadata.token_endpoint, `${tenant}/oauth2/v2.0/token`);
    const { keys } = JSON.parse((await curl(...trusting, metadata.jwks_uri)).body);
    for (const key of keys) assert.deepEqual([key.kty, key.use], ['RSA', 'sig']);
  });

  it('is refused by AWS without a signature, in the form of each service', async () => {
    const { aws } = plain;
    const sns = await curl(aws.url, '-d', 'Action=ListTopics&Version=2010-03-31');
    assert.equal(sns.status, 403);
    assert.match(
      sns.body,
      /<Code>MissingAuthenticationToken<\/Code>\s*<Message>Request is missing Authentication Token<\/Message>/,
    );
    const s3 = await curl(`${aws.url}/some-bucket/some-key`);
    assert.equal(s3.status, 403);
    assert.match(s3.body, /<Code>AccessDenied<\/Code><Message>Access Denied<\/Message>/);
    const lambda = await curl(`${aws.url}/2015-03-31/functions/`);
    assert.equal(lambda.status, 403);
    assert.match(lambda.body, /"message":"Missing Authentication Token"/i);
  });

  it("signs for AWS with curl's own --aws-sigv4", async () => {
    const { url, region, credentials } = plain.aws;
    const keys = `${credentials.accessKeyId}:${credentials.secretAccessKey}`;
    const sign = ['--aws-sigv4', `aws:amz:${region}:sts`, '--user', keys];
    const form = 'Action=GetCallerIdentity&Version=2011-06-15';
    const { status, body } = await curl(...sign, url, '-d', form);
    assert.equal(status, 200, body);
    assert.match(body, /<Arn>arn:aws:iam::111122223333:user\/administrator<\/Arn>/);
    const wrong = await curl(
      '--aws-sigv4',
      `aws:amz:${region}:sts`,
      '--user',
      `${credentials.accessKeyId}:wrong`,
      url,
      '-d',
      form,
    );
    assert.equal(wrong.status, 403);
    assert.match(wrong.body, /<Code>SignatureDoesNotMatch<\/Code>/);
  });
});
