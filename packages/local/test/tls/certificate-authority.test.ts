import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Listener, listen } from '../../src/http/listen.ts';
import {
  type CertificateAuthority,
  createCertificateAuthority,
  type ServerIdentity,
} from '../../src/tls/certificate-authority.ts';

const run = promisify(execFile);
const available = async (command: string, ...args: string[]): Promise<boolean> =>
  run(command, args).then(
    () => true,
    () => false,
  );
const curl = await available('curl', '--version');
const openssl = await available('openssl', 'version');

describe('certificate authority', () => {
  let authority: CertificateAuthority;
  let identity: ServerIdentity;
  let listener: Listener;
  let directory: string;

  beforeAll(async () => {
    authority = await createCertificateAuthority({ now: () => Date.now() });
    identity = await authority.issue(['login.microsoftonline.com', '*.crm.dynamics.com']);
    listener = await listen(() => new Response('hello'), { port: 0, tls: identity, name: 'test' });
    directory = await mkdtemp(join(tmpdir(), 'wayleave-tls-'));
    await writeFile(join(directory, 'ca.pem'), authority.caPem);
    await writeFile(join(directory, 'leaf.pem'), identity.cert);
  });
  afterAll(async () => {
    await listener.close();
    await rm(directory, { recursive: true });
  });

  it('makes a root that may sign certificates', () => {
    const root = new X509Certificate(authority.caPem);
    expect(root.ca).toBe(true);
    expect(root.verify(root.publicKey)).toBe(true);
    expect(root.subject).toContain('Wayleave local CA');
  });

  it('signs a leaf for the asked hosts and for loopback', () => {
    const leaf = new X509Certificate(identity.cert);
    expect(leaf.ca).toBe(false);
    expect(leaf.verify(new X509Certificate(authority.caPem).publicKey)).toBe(true);
    for (const host of ['localhost', 'login.microsoftonline.com', 'contoso.crm.dynamics.com'])
      expect(leaf.checkHost(host), host).toBeDefined();
    for (const address of ['127.0.0.1', '::1']) expect(leaf.checkIP(address), address).toBeDefined();
    expect(leaf.checkHost('example.com')).toBeUndefined();
  });

  it('dates certificates by the clock that was passed in', async () => {
    const then = Date.UTC(2030, 5, 1);
    const later = await createCertificateAuthority({ now: () => then });
    const leaf = new X509Certificate((await later.issue([])).cert);
    expect(Date.parse(leaf.validFrom)).toBeLessThan(then);
    expect(Date.parse(leaf.validTo)).toBeGreaterThan(then + 365 * 86_400_000);
  });

  it('gives each certificate its own serial number', async () => {
    const other = new X509Certificate((await authority.issue([])).cert);
    expect(other.serialNumber).not.toBe(new X509Certificate(identity.cert).serialNumber);
  });

  it('is accepted by node:https that trusts the root', async () => {
    expect(await get(listener.url, authority.caPem)).toBe('hello');
    expect(await get(`https://localhost:${listener.port}`, authority.caPem)).toBe('hello');
  });

  it('is refused by node:https that does not', async () => {
    const other = await createCertificateAuthority({ now: () => Date.now() });
    await expect(get(listener.url, other.caPem)).rejects.toThrow(/certificate|signature/i);
  });

  it.skipIf(!curl)('is accepted by curl --cacert', async () => {
    const ca = join(directory, 'ca.pem');
    const { stdout } = await run('curl', ['--noproxy', '*', '-sS', '--cacert', ca, `${listener.url}/x`]);
    expect(stdout).toBe('hello');
  });

  it.skipIf(!openssl)('passes openssl verify in strict mode', async () => {
    const { stdout } = await run('openssl', [
      'verify',
      '-x509_strict',
      '-purpose',
      'sslserver',
      '-CAfile',
      join(directory, 'ca.pem'),
      join(directory, 'leaf.pem'),
    ]);
    expect(stdout).toContain('OK');
  });
});

function get(url: string, ca: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { ca, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve(text));
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}
