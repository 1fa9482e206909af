import { KeyObject, sign, type webcrypto } from 'node:crypto';

/** How notifications are signed: version 1 is SHA1, version 2 is SHA256, both RSA PKCS#1 v1.5, in base64. */
export interface SnsSigning {
  /** Where subscribers fetch the certificate; written into every notification. */
  readonly certUrl: string;
  sign(text: string, version: '1' | '2'): string | Promise<string>;
}

/** Signing with a key of this run, and the certificate to serve at `certUrl`. */
export interface OwnSigning extends SnsSigning {
  /** The certificate in PEM. Its key is made when it or a signature is first asked for. */
  certificate(): Promise<string>;
}

const algorithm = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  publicExponent: new Uint8Array([1, 0, 1]),
  modulusLength: 2048,
};
const day = 24 * 60 * 60 * 1000;

/**
 * Signs with an RSA key that never leaves memory and is made lazily.
 *
 * @example
 * const signing = createSigning({ certUrl: 'http://127.0.0.1:4566/SimpleNotificationService.pem', now: Date.now });
 * const pem = await signing.certificate();
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
 */
export function createSigning(options: { readonly certUrl: string; readonly now: () => number }): OwnSigning {
  const { subtle } = globalThis.crypto;
  let keys: Promise<webcrypto.CryptoKeyPair> | undefined;
  const keyPair = (): Promise<webcrypto.CryptoKeyPair> => {
    keys ??= subtle.generateKey(algorithm, true, ['sign', 'verify']);
    return keys;
  };
  return {
    certUrl: options.certUrl,
    async sign(text, version) {
      const key = KeyObject.from((await keyPair()).privateKey);
      return sign(version === '2' ? 'sha256' : 'sha1', Buffer.from(text), key).toString('base64');
    },
    async certificate() {
      await import('reflect-metadata'); // x509 will not load without it
      // Loaded on demand: few subscribers check signatures, and loading it takes longer than all else here.
      const x509 = await import('@peculiar/x509');
      const certificate = await x509.X509CertificateGenerator.createSelfSigned({
        serialNumber: '01',
        name: 'CN=sns.amazonaws.com, O=Wayleave',
        notBefore: new Date(options.now() - day),
        notAfter: new Date(options.now() + 365 * day),
        signingAlgorithm: algorithm,
        keys: await keyPair(),
      });
      return certificate.toString('pem');
    },
  };
}
