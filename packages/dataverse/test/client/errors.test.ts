import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { DataverseError } from '@wayleave/dataverse';
import { describe, expect, it } from 'vitest';
import { clientTo, ID, OTHER_ID } from '../support/client.ts';
import { rejection } from '../support/entra.ts';
import type { Answer } from '../support/server.ts';

/** The error for one answer. */
async function errorOf(answer: Answer, token = 'a-token') {
  const { client } = await clientTo(() => answer, {
    credential: { getToken: async () => ({ token, expiresOnTimestamp: 0 }) },
    retry: { attempts: 1 },
  });
  const error = await rejection(
    client.request({ path: 'accounts', query: { $filter: "emailaddress1 eq 'a@b.example'" } }),
  );
  expect(error).toBeInstanceOf(DataverseError);
  expect(inspect(error, { depth: 9 })).not.toContain(token);
  return error as DataverseError; // by the check before
}

const refusal = (code: string, message: string, status = 403): Answer => ({
  status,
  body: { error: { code, message } },
});

describe('an error of Dataverse', () => {
  it('has status, code in lower case, words, request id, and where it happened without the query', async () => {
    const error = await errorOf({
      ...refusal('0x80040ABC', 'Some words.', 400),
      headers: { REQ_ID: OTHER_ID },
    });
    expect(error).toMatchObject({
      code: 'ERR_DATAVERSE_RESPONSE',
      status: 400,
      errorCode: '0x80040abc',
      serverMessage: 'Some words.',
      requestId: OTHER_ID,
    });
    expect(error.message).toBe(
      `GET /api/data/v9.2/accounts: 400 0x80040abc Some words. (request ${OTHER_ID})`,
    );
  });

  it('does not repeat the token, should a proxy show the request in its words', async () => {
    const token = 'eyJhbGciOiJSUzI1NiJ9.e30.c2ln';
    const error = await errorOf({ status: 502, body: `GET /x\nauthorization: Bearer ${token}` }, token);
    expect(error.serverMessage).toBe('GET /x\nauthorization: Bearer [token]');
  });

  it('takes the request id from the other header too', async () => {
    const headers = { 'x-ms-service-request-id': OTHER_ID };
    expect(await errorOf({ status: 500, headers })).toMatchObject({
      status: 500,
      requestId: OTHER_ID,
      errorCode: '',
    });
  });

  it.each([
    [
      "ASP.NET's form",
      { body: { Message: 'An error has occurred.', ErrorCode: '0x80040ABC' } },
      'An error has occurred.',
      '0x80040abc',
    ],
    ['plain text', { body: 'Bad gateway' }, 'Bad gateway', ''],
    [
      'a web page',
      { body: '<html><title>Service unavailable</title>', headers: { 'content-type': 'text/html' } },
      '(web page) Service unavailable',
      '',
    ],
    [
      'broken JSON',
      { body: '{"error":{', headers: { 'content-type': 'application/json' } },
      '{"error":{',
      '',
    ],
    ['null', { body: null }, 'null', ''],
    ['nothing', {}, '', ''],
  ])('is read from %s', async (_, answer, serverMessage, errorCode) => {
    expect(await errorOf({ status: 500, ...answer })).toMatchObject({ serverMessage, errorCode });
  });

  it.each([
    ['0x80072560', 'The user is not a member of the organization.', /application user/],
    [
      '0x80095ffc',
      `Access to Dataverse API is restricted for this application Id : '${ID}'.`,
      /administrator/,
    ],
    ['0x80040225', 'The specified user is disabled.', /isdisabled/],
    ['0x8004a110', 'User does not have the privilege to act on behalf another user.', /Delegate/],
    [
      '0x80040220',
      `Principal with id ${ID} does not have CreateAccess right(s) for record with id ${ID} of entity account.`,
      /depth/,
    ],
    ['0x80060888', "Resource not found for the segment 'Account'.", /case-sensitive/],
    ['0x80040217', 'account With Id = x Does Not Exist', /no such row/],
  ])('%s has a hint', async (code, message, hint) => {
    expect((await errorOf(refusal(code, message))).hint).toMatch(hint);
  });

  it('says that it is the user acted for who does not exist', async () => {
    const missing = refusal('0x80040217', `SystemUser With Id = ${OTHER_ID} Does Not Exist`, 404);
    const { client } = await clientTo(() => missing);
    const error = await rejection(client.as(OTHER_ID).whoAmI());
    expect(error).toMatchObject({ hint: expect.stringContaining('as({ entraObjectId })') });
    expect(String(error)).toContain('Does Not Exist. The user to act for');
    expect(await rejection(client.as(ID).table('systemusers').get(OTHER_ID))).toMatchObject({
      hint: expect.stringContaining('no such row'),
    });
  });

  it('keeps a code that is a word as it is', async () => {
    expect((await errorOf(refusal('NotBuilt', 'No.', 501))).errorCode).toBe('NotBuilt');
  });

  it('has no hint for what is not known', async () => {
    expect((await errorOf(refusal('0x80041234', 'Something else.', 400))).hint).toBeUndefined();
  });
});

describe('a missing privilege is read from', () => {
  const long = (principal: string, caller: string, roles: number) =>
    `Principal user (Id=${principal}, type=8, roleCount=${roles}, privilegeCount=1491, accessMode='0 Read-Write', AADObjectId='${OTHER_ID}', MetadataCachePrivilegesCount=5214, businessUnitId=${OTHER_ID}), is missing prvWritemsdyn_flow_approval privilege (Id=${OTHER_ID}) on OTC=10286 for entity 'msdyn_flow_approval' (LocalizedName='Approval'). context.Caller=${caller}. Consider adding missed privilege to one of the principal (user/team) roles.`;
  const table = { table: 'msdyn_flow_approval', principalType: 'user', principalId: ID };

  it.each([
    [
      'the long form',
      long(ID, ID, 6),
      { ...table, name: 'prvWritemsdyn_flow_approval', callerId: ID, roleCount: 6 },
    ],
    [
      'the form of 2016',
      `Principal user (Id=${ID}, type=8) is missing prvReadUserQuery privilege (Id=${OTHER_ID})`,
      { name: 'prvReadUserQuery', principalId: ID, principalType: 'user' },
    ],
    [
      'a team as owner-to-be',
      `Read Privilege Check For Owner failed with exception: Principal team (Id=${ID}, type=9, teamType=0, privilegeCount=9), is missing prvReadAccount privilege`,
      { name: 'prvReadAccount', principalId: ID, principalType: 'team' },
    ],
    [
      'a privilege on no table',
      `SecLib::CheckPrivilege failed. User: ${ID}, PrivilegeName: prvWriteOptionSet, PrivilegeId: ${OTHER_ID}, Required Depth: Basic, BusinessUnitId: ${OTHER_ID}`,
      { name: 'prvWriteOptionSet', depth: 'Basic', principalId: ID },
    ],
    [
      'the low-level form',
      `CrmCheckPrivilege failed. Returned hr = -2147220839 on UserId: ${ID} and Privilege: prvReadAccount`,
      { name: 'prvReadAccount', principalId: ID },
    ],
  ])('%s', async (_, message, privilege) => {
    const error = await errorOf(refusal('0x80040220', message));
    expect(error.privilege).toEqual(privilege);
    expect(error.hint).toContain(privilege.name);
  });

  it('and explained: no role at all, or another than the caller', async () => {
    expect((await errorOf(refusal('0x80040220', long(ID, ID, 0)))).hint).toContain('it has none');
    expect((await errorOf(refusal('0x80040220', long(ID, OTHER_ID, 2)))).hint).toContain('not the caller');
  });
});

describe('401', () => {
  const TENANT = '11111111-2222-3333-4444-555555555555';
  const jwt = (claims: object) =>
    ['e30', Buffer.from(JSON.stringify(claims)).toString('base64url'), 'c2ln'].join('.');
  const challenged = (challenge: string) => ({ status: 401, headers: { 'WWW-Authenticate': challenge } });

  it.each([
    [
      'unquoted',
      (url: string) =>
        `Bearer authorization_uri=https://login.microsoftonline.com/${TENANT}/oauth2/authorize, resource_id=${url}/`,
    ],
    [
      'quoted, in another case',
      (url: string) =>
        `bearer Authorization_Uri="https://login.microsoftonline.com/${TENANT}/oauth2/authorize",Resource_Id="${url}/"`,
    ],
  ])('tells what the service wants, %s', async (_, challenge) => {
    const url = 'https://contoso.crm4.dynamics.com';
    expect((await errorOf(challenged(challenge(url)))).challenge).toEqual({
      authority: `https://login.microsoftonline.com/${TENANT}/oauth2/authorize`,
      resource: `${url}/`,
    });
  });

  it('names another resource than the one that tokens are asked for', async () => {
    const error = await errorOf(
      challenged(
        'Bearer authorization_uri=https://login.example/x, resource_id=https://other.crm4.dynamics.com/',
      ),
    );
    expect(error.hint).toMatch(
      /wants tokens for https:\/\/other\.crm4\.dynamics\.com\/, but they are asked for http:\/\/127/,
    );
  });

  it('names another tenant than the one of the token', async () => {
    const error = await errorOf(
      challenged(`Bearer authorization_uri=https://login.microsoftonline.com/${TENANT}/oauth2/authorize`),
      jwt({ tid: OTHER_ID }),
    );
    expect(error.hint).toContain(`from tenant ${OTHER_ID}`);
    expect(error.hint).toContain(TENANT);
  });

  it.each(['Negotiate', 'Bearer', 'Bearer error="invalid_token"'])(
    'without a useful challenge (%s) has a hint',
    async (challenge) => {
      const error = await errorOf(challenged(challenge));
      expect(error.challenge).toBeUndefined();
      expect(error.hint).toContain('refused');
    },
  );
});

describe('an answer that is none of Dataverse', () => {
  it.each([
    [
      'a sign-in page with 200',
      { body: '<!DOCTYPE html><title>Sign in', headers: { 'content-type': 'text/html; charset=utf-8' } },
    ],
    [
      'a sign-in page that says it is JSON',
      { body: ' <html><title>Sign in', headers: { 'content-type': 'application/json' } },
    ],
    [
      'JSON that is cut off',
      { body: '{"value":[{"name":"Fab', headers: { 'content-type': 'application/json' } },
    ],
    ['a redirect', { status: 302, headers: { location: 'https://login.example/' } }],
  ])('%s is an error', async (_, answer: Answer) => {
    expect(await errorOf(answer)).toMatchObject({ status: answer.status ?? 200 });
  });

  it('a row whose text looks like a batch is read as what it is', async () => {
    const { client } = await clientTo(() => ({
      body: { value: [{ name: '--batchresponse_1\r\nHTTP/1.1 500' }] },
    }));
    for await (const row of client.table('accounts'))
      expect(row).toEqual({ name: '--batchresponse_1\r\nHTTP/1.1 500' });
  });
});

describe('recorded errors', () => {
  const folder = `${process.env['WAYLEAVE_CORPORA'] ?? '../shared/corpora'}/dataverse/fixtures/docs`;
  it.each([
    ['error-404-segment.json', 404, '0x80060888'],
    ['error-429-requests.json', 429, '0x80072322'],
    ['error-plugin-with-annotations.json', 400, '0x80040265'],
  ])('%s is read (needs WAYLEAVE_CORPORA)', async (file, status, errorCode) => {
    const body = read(`${folder}/${file}`);
    if (body === undefined) return console.warn(`skipped: no ${folder}`);
    expect(await errorOf({ status, body })).toMatchObject({
      status,
      errorCode,
      serverMessage: expect.stringMatching(/\w/),
    });
  });
});

function read(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
