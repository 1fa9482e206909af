import { randomBytes } from 'node:crypto';
import { isIP } from 'node:net';

/** A private key and its certificate, both PEM, as `node:https` takes them. */
export interface ServerIdentity {
  readonly key: string;
  readonly cert: string;
}

/** A certificate authority of one run: its key never leaves memory. */
export interface CertificateAuthority {
  /** The root certificate in PEM, for `NODE_EXTRA_CA_CERTS`, `curl --cacert` or `REQUESTS_CA_BUNDLE`. */
  readonly caPem: string;
  /** A certificate for `hosts` (DNS names and IP addresses), and always for localhost, 127.0.0.1 and ::1. */
  issue(hosts: readonly string[]): Promise<ServerIdentity>;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const day = 24 * 60 * 60 * 1000;
/** Clients with a clock slightly behind must still accept a certificate made this second. */
const backdate = day;
/** Apple's and Go's verifiers refuse server certificates that live longer than 825 days. */
const leafLife = 397 * day;
const rootLife = 3650 * day;

/**
 * Creates a certificate authority for the local clouds' https ports (ECDSA P-256).
 *
 * `now` gives milliseconds since the epoch. Rejects with the web crypto error if keys cannot be made.
 *
 * @example
 * const authority = await createCertificateAuthority({ now: Date.now });
 * const { key, cert } = await authority.issue(['login.microsoftonline.com']);
 *
 * @see https://nodejs.org/api/cli.html#node_extra_ca_certsfile
 */
export async function createCertificateAuthority(options: {
  readonly now: () => number;
}): Promise<CertificateAuthority> {
  // Loaded on demand: in-process use of the local clouds needs no certificates, and loading takes longer than all else here.
  await import('reflect-metadata'); // x509 will not load without it
  const x509 = await import('@peculiar/x509');
  const { subtle } = globalThis.crypto;
  const rootKeys = await subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const name = 'CN=Wayleave local CA, O=Wayleave';
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name,
    notBefore: new Date(options.now() - backdate),
    notAfter: new Date(options.now() + rootLife),
    signingAlgorithm: algorithm,
    keys: rootKeys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(rootKeys.publicKey),
    ],
  });
  return {
    caPem: `${root.toString('pem')}\n`,
    async issue(hosts) {
      const keys = await subtle.generateKey(algorithm, true, ['sign', 'verify']);
      const names = [...new Set([...hosts, 'localhost', '127.0.0.1', '::1'])];
      const certificate = await x509.X509CertificateGenerator.create({
        serialNumber: serialNumber(),
        subject: 'CN=Wayleave local server, O=Wayleave',
        issuer: name,
        notBefore: new Date(options.now() - backdate),
        notAfter: new Date(options.now() + leafLife),
        signingAlgorithm: algorithm,
        publicKey: keys.publicKey,
        signingKey: rootKeys.privateKey,
        extensions: [
          new x509.BasicConstraintsExtension(false, undefined, true),
          new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
          new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
          new x509.SubjectAlternativeNameExtension(
            names.map((value) => ({ type: isIP(value) === 0 ? ('dns' as const) : ('ip' as const), value })),
          ),
          await x509.AuthorityKeyIdentifierExtension.create(rootKeys.publicKey),
          await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
        ],
      });
      const pkcs8 = await subtle.exportKey('pkcs8', keys.privateKey);
      return {
        key: `${x509.PemConverter.encode(pkcs8, 'PRIVATE KEY')}\n`,
        cert: `${certificate.toString('pem')}\n`,
      };
    },
  };
}

/** 16 random bytes, positive and without a leading zero byte, as RFC 5280 wants them. */
function serialNumber(): string {
  const bytes = randomBytes(16);
  bytes[0] = 0x40 | ((bytes[0] ?? 0) & 0x3f);
  return bytes.toString('hex');
}
