import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  clientAssertion,
  clientCertificate,
  clientSecret,
  federatedFromAws,
  fromTokenCredential,
  workloadIdentityFile,
} from '@wayleave/dataverse/entra';
import { afterAll, describe, expect, it } from 'vitest';
import { entraFor, formOf, issued, JWT, rejection, SCOPE, SECRET, shown } from '../support/entra.ts';
import type { Arrived } from '../support/server.ts';
import { certificate } from './certificates.ts';

const pair = certificate();
const KEY_LINE = pair.key.split('\n')[3] ?? '';
const AWS = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI+EXAMPLEKEY',
  sessionToken: 'IQoJb3Jp',
};
const file = join(tmpdir(), `wayleave-${process.pid}-token`);
afterAll(() => rm(file, { force: true }));

type App = Awaited<ReturnType<typeof entraFor>>['app'];

/** Each credential with the texts that nobody may see. */
const CREDENTIALS: [
  string,
  (app: App) => { getToken: ReturnType<typeof clientSecret>['getToken'] },
  string[],
][] = [
  ['clientSecret', (app) => clientSecret({ ...app, clientSecret: SECRET }), [SECRET]],
  [
    'clientCertificate',
    (app) => clientCertificate({ ...app, certificate: pair.certificate, privateKey: pair.key }),
    [KEY_LINE],
  ],
  ['clientAssertion', (app) => clientAssertion({ ...app, getAssertion: () => JWT }), [JWT]],
  ['workloadIdentityFile', (app) => workloadIdentityFile({ ...app, tokenFile: file }), [JWT]],
  [
    'federatedFromAws',
    (app) =>
      federatedFromAws({
        ...app,
        region: 'eu-central-1',
        credentials: AWS,
        endpoint: app.authority,
      }),
    [JWT, AWS.secretAccessKey, AWS.sessionToken],
  ],
  [
    'fromTokenCredential',
    () => fromTokenCredential({ getToken: async () => ({ token: 'a-token', expiresOnTimestamp: 9e12 }) }),
    ['a-token'],
  ],
];

const vended = { body: `<X><WebIdentityToken>${JWT}</WebIdentityToken></X>` };
const isAws = (request: Arrived) => formOf(request)['Action'] === 'GetWebIdentityToken';

describe.each(CREDENTIALS)('%s shows nothing secret', (_, make, secrets) => {
  it('when it is inspected or serialised, before and after a token', async () => {
    await writeFile(file, JWT);
    const { app } = await entraFor((request) => (isAws(request) ? vended : issued('a-token')));
    const credential = make(app);
    expect(hasAny(shown(credential), secrets)).toBe(false);
    expect((await credential.getToken(SCOPE)).token).toBe('a-token');
    expect(hasAny(shown(credential), [...secrets, 'a-token'])).toBe(false);
  });
});

describe.each(CREDENTIALS.slice(0, -1))('an error of %s shows nothing secret', (_, make, secrets) => {
  it.each([
    [
      'words',
      (text: string) => ({ status: 401, body: { error: 'invalid_client', error_description: text } }),
    ],
    ['error', (text: string) => ({ status: 401, body: { error: text, trace_id: text, timestamp: text } })],
    ['a page', (text: string) => ({ status: 200, body: `<html>${text}</html>` })],
    ['headers', (text: string) => ({ status: 307, headers: { location: `https://x.example/${text}` } })],
  ])('though the server sends back what it got, in its %s', async (_name, answer) => {
    await writeFile(file, JWT);
    let sent = '';
    const { app } = await entraFor((request) => {
      if (isAws(request)) return vended;
      const form = formOf(request);
      sent = form['client_secret'] ?? form['client_assertion'] ?? '';
      return answer(`${encodeURIComponent(sent)} ${sent}`.replaceAll(' ', '/'));
    });
    const error = await rejection(make(app).getToken(SCOPE));
    expect(sent).not.toBe('');
    expect(hasAny(shown(error), [...secrets, sent, encodeURIComponent(sent)])).toBe(false);
  });

  it('though a transport quotes what it sent', async () => {
    await writeFile(file, JWT);
    const { app } = await entraFor(() => undefined);
    const credential = make(app);
    let body = '';
    const error = await rejection(
      credential.getToken(SCOPE, {
        transport: async (request) => {
          body = String(request.body);
          throw new Error(`could not send ${body} with ${JSON.stringify(request.headers)}`);
        },
      }),
    );
    expect(error).toMatchObject({ code: 'ERR_ENTRA_UNREACHABLE' });
    const sent = Object.values(formOf({ body })).filter((value) => value === SECRET || value.includes('.ey'));
    expect(hasAny(shown(error), [...secrets, ...sent])).toBe(false);
  });
});

function hasAny(text: string, secrets: readonly string[]): boolean {
  return secrets.some((secret) => text.includes(secret) || text.includes(encodeURIComponent(secret)));
}
