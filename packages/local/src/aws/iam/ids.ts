import { randomBytes } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** An identifier as IAM makes them: the prefix tells the kind (AKIA, ASIA, AIDA, AROA, ANPA). */
export function uniqueId(prefix: 'AKIA' | 'ASIA' | 'AIDA' | 'AROA' | 'ANPA'): string {
  const length = prefix === 'AKIA' || prefix === 'ASIA' ? 16 : 17;
  const letters = [...randomBytes(length)].map((byte) => ALPHABET.charAt(byte % ALPHABET.length));
  return prefix + letters.join('');
}

/** Forty characters, as AWS's secret access keys have. */
export function secretKey(): string {
  return randomBytes(30).toString('base64');
}

/** Opaque; long enough that clients do not take it for something shorter than AWS's. */
export function sessionToken(): string {
  return `IQoJb3JpZ2luX2Vj${randomBytes(192).toString('base64')}`;
}
