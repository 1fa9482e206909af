import { main, systemShell } from '@wayleave/dataverse/generator';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CLIENT, issued, SECRET, TENANT } from '../support/entra.ts';
import { type Answer, type Arrived, startServer } from '../support/server.ts';
import { bodyOf, fixture } from './support.ts';

const ROOT = '/api/data/v9.2/';
const DEFINITION = `${ROOT}EntityDefinitions(LogicalName='account')`;

/** An environment that describes account, and its login host in one. */
function environment({ path }: Arrived): Answer {
  const url = new URL(path, 'http://x');
  if (url.pathname.endsWith('/oauth2/v2.0/token')) return issued('a-token');
  if (url.pathname === `${ROOT}$metadata`) {
    return { body: fixture('metadata.xml'), headers: { 'content-type': 'application/xml' } };
  }
  if (url.pathname === DEFINITION) {
    const Attributes = [
      { LogicalName: 'name', IsValidForCreate: true, IsValidForUpdate: false },
      { LogicalName: 'revenue', IsValidForCreate: false, IsValidForUpdate: false },
    ];
    return { body: { LogicalName: 'account', Attributes, Keys: [{ KeyAttributes: ['name'] }] } };
  }
  if (url.pathname === `${DEFINITION}/Attributes/Microsoft.Dynamics.CRM.StatusAttributeMetadata`) {
    const Options = [{ Value: 7, Label: { UserLocalizedLabel: { Label: 'Rusty' } } }];
    return { body: { value: [{ LogicalName: 'statuscode', OptionSet: { IsGlobal: false, Options } }] } };
  }
  if (url.pathname.startsWith(`${DEFINITION}/Attributes/`)) return { body: { value: [] } };
  return { status: 404, body: { error: { code: '0x80060888', message: 'Resource not found' } } };
}

async function run(handler: (request: Arrived) => Answer, ...args: readonly string[]) {
  const server = await startServer(handler);
  onTestFinished(() => server.close());
  const out: string[] = [];
  const error: string[] = [];
  const shell = systemShell({
    out: { write: (text) => out.push(text) },
    error: { write: (text) => error.push(text) },
  });
  const login = [
    '--url',
    server.url,
    '--authority',
    server.url,
    '--tenant-id',
    TENANT,
    '--client-id',
    CLIENT,
  ];
  const code = await main(['types', ...login, ...args], SECRET, shell);
  return { code, out: out.join(''), error: error.join(''), server };
}

describe('types from an environment', () => {
  it('asks for metadata, choices, keys and what may be written', async () => {
    const { code, out, error, server } = await run(environment, '--table', 'accounts');
    expect(code).toBe(0);
    expect(out.split('\n')[0]).toBe(
      `// Written by \`wayleave types\` from ${new URL(server.url).host}; do not edit.`,
    );
    expect(out).toContain('export const AccountStatuscode = { Rusty: 7 } as const;');
    expect(bodyOf(out, 'AccountTable')).toContain('keys: { name: string };');
    expect(bodyOf(out, 'AccountUpdate')).not.toMatch(/\b(name|revenue)\?/);
    expect(bodyOf(out, 'AccountCreate')).toContain('name?: string | null;');
    expect(error).toContain('account (1 of 1)');
    expect(error).not.toContain(SECRET);
    const paths = server.requests.map(({ path }) => decodeURIComponent(path.slice(ROOT.length)));
    expect(paths).toContain(
      "EntityDefinitions(LogicalName='account')?$select=LogicalName&$expand=Attributes($select=LogicalName,IsValidForCreate,IsValidForUpdate),Keys($select=KeyAttributes)",
    );
    expect(paths).toContain(
      "EntityDefinitions(LogicalName='account')/Attributes/Microsoft.Dynamics.CRM.PicklistAttributeMetadata?$select=LogicalName&$expand=OptionSet,GlobalOptionSet",
    );
    const metadata = server.requests.find(({ path }) => path.endsWith('$metadata'));
    expect(metadata?.headers.accept).toBe('application/xml');
  });

  it('says what the environment said when it refuses', async () => {
    const refusing = (request: Arrived): Answer =>
      request.path.includes('EntityDefinitions')
        ? { status: 403, body: { error: { code: '0x80040220', message: 'prvReadEntity is missing' } } }
        : environment(request);
    const { code, out, error } = await run(refusing, '--table', 'account');
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(error).toContain('prvReadEntity');
  });

  it('refuses a URL that is no environment, and secrets that are none, before it asks', async () => {
    const { code, error, server } = await run(
      environment,
      '--table',
      'account',
      '--url',
      'contoso.crm4.dynamics.com',
    );
    expect(code).toBe(2);
    expect(error).toContain('is no URL that begins with https://');
    expect(server.requests).toEqual([]);
  });

  it('refuses an answer that is no metadata', async () => {
    const odd = (request: Arrived): Answer =>
      request.path.endsWith('$metadata') ? { body: { value: [] } } : environment(request);
    expect(await run(odd, '--all')).toMatchObject({
      code: 2,
      error: expect.stringContaining('no $metadata') as string,
    });
  });
});
