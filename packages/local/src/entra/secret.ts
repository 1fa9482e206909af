import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** What is kept of a secret: enough to recognise it, not enough to tell it. */
export interface SecretDigest {
  readonly salt: string;
  readonly digest: string;
  /** The first three characters, as Graph's `hint`. */
  readonly hint: string;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-~';

/** A new secret in the form Entra gives out: 40 characters, of which the fourth to sixth are `8Q~`. */
export function newSecret(): string {
  return `${randomText(3)}8Q~${randomText(34)}`;
}

/** Decision: one round of SHA-256 with a salt; the secrets are random, and each token request compares one. */
export function digestSecret(secret: string): SecretDigest {
  const salt = randomBytes(16).toString('base64url');
  return { salt, digest: hash(salt, secret).toString('base64url'), hint: secret.slice(0, 3) };
}

export function isSecret(stored: SecretDigest, secret: string): boolean {
  return timingSafeEqual(Buffer.from(stored.digest, 'base64url'), hash(stored.salt, secret));
}

function hash(salt: string, secret: string): Buffer {
  return createHash('sha256').update(salt).update('\0').update(secret).digest();
}

function randomText(length: number): string {
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length)) {
      // 198 is the largest multiple of 66 below 256: bytes above it would favour the first letters.
      if (byte < 198 && text.length < length) text += alphabet[byte % alphabet.length];
    }
  }
  return text;
}
