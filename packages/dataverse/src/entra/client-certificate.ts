import type { KeyObject, X509Certificate } from 'node:crypto';
import { nodeCrypto } from '../node-crypto.ts';
import type { AppOptions } from './app-credential.ts';
import { assertionCredential } from './assertion-credential.ts';
import { EntraError } from './entra-error.ts';
import { check } from './options.ts';
import type { EntraCredential } from './token-cache.ts';

export interface ClientCertificateOptions extends AppOptions {
  /** PEM text: the app's certificate first, then those of its issuers, if any. May hold the private key too. */
  readonly certificate: string;
  /** The RSA key that belongs to it: PEM text, or a `KeyObject`. Not needed when `certificate` holds it. */
  readonly privateKey?: string | KeyObject;
  /** What an encrypted `privateKey` is opened with. */
  readonly passphrase?: string;
  /** Sends all certificates along (`x5c`), for apps that trust an issuer and a subject name. Off by default. */
  readonly sendCertificateChain?: boolean;
}

const LIFE_SECONDS = 600;

/**
 * Signs an app in with a certificate: each token request carries a JWT signed by its key (PS256), valid for
 * ten minutes.
 *
 * Tokens are kept and renewed as by `clientSecret`. Throws `EntraError` `ERR_ENTRA_CONFIGURATION` when the key is
 * missing, encrypted without a passphrase, not RSA or of another certificate, and when the certificate is not valid by
 * the clock; `getToken` rejects with it once the certificate has expired.
 *
 * @example
 * const credential = clientCertificate({ tenantId, clientId, certificate: readFileSync('app.pem', 'utf8') });
 * @see https://learn.microsoft.com/entra/identity-platform/certificate-credentials
 */
export function clientCertificate(options: ClientCertificateOptions): EntraCredential {
  const { clientId, certificate: pem, now = Date.now } = options;
  const chain = readCertificates(pem);
  const [leaf] = chain;
  check(leaf, 'certificate holds no PEM certificate. Are its line breaks kept?');
  const key = readKey(options.privateKey ?? pem, options.passphrase);
  check(key.type === 'private' && key.asymmetricKeyType === 'rsa', 'privateKey must be a private RSA key.');
  check(leaf.checkPrivateKey(key), 'privateKey is not the key of the first certificate.');
  const checkTime = () => {
    const time = now();
    check(time <= Date.parse(leaf.validTo), `The certificate has expired, on ${leaf.validTo}. Renew it.`);
    check(
      time >= Date.parse(leaf.validFrom),
      `The certificate is not valid before ${leaf.validFrom}. Check the clock.`,
    );
  };
  checkTime();

  const { constants, randomUUID, sign } = nodeCrypto();
  const header = encode({
    alg: 'PS256',
    typ: 'JWT',
    'x5t#S256': Buffer.from(leaf.fingerprint256.replaceAll(':', ''), 'hex').toString('base64url'),
    ...(options.sendCertificateChain && { x5c: chain.map(({ raw }) => raw.toString('base64')) }),
  });
  return assertionCredential(options, ({ url }) => {
    checkTime();
    const issuedAt = Math.floor(now() / 1000);
    const claims = encode({
      aud: url,
      iss: clientId,
      sub: clientId,
      jti: randomUUID(),
      nbf: issuedAt,
      iat: issuedAt,
      exp: issuedAt + LIFE_SECONDS,
    });
    const signature = sign('sha256', Buffer.from(`${header}.${claims}`), {
      key,
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
    });
    return `${header}.${claims}.${signature.toString('base64url')}`;
  });
}

function readCertificates(pem: string): X509Certificate[] {
  const blocks = String(pem).match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  const { X509Certificate } = nodeCrypto();
  try {
    return blocks.map((block) => new X509Certificate(block));
  } catch (cause) {
    throw new EntraError('ERR_ENTRA_CONFIGURATION', 'certificate is no X.509 certificate.', { cause });
  }
}

/** What is thrown quotes no part of the key. */
function readKey(given: string | KeyObject, passphrase: string | undefined): KeyObject {
  const { createPrivateKey, KeyObject } = nodeCrypto();
  if (given instanceof KeyObject) return given;
  const block = /-----BEGIN ([A-Z ]*)PRIVATE KEY-----[\s\S]+?-----END \1PRIVATE KEY-----/.exec(given)?.[0];
  check(block, 'There is no private key: give privateKey, or a certificate PEM that holds it too.');
  const isEncrypted = block.includes('ENCRYPTED');
  check(passphrase !== undefined || !isEncrypted, 'privateKey is encrypted: give its passphrase.');
  try {
    return createPrivateKey({ key: block, ...(isEncrypted && { passphrase }) });
  } catch {
    check(false, `privateKey cannot be read${isEncrypted ? '; is the passphrase right?' : '.'}`);
  }
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
