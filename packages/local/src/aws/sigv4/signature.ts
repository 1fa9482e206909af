import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { ALGORITHM } from './authorization.ts';

export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

export const EMPTY_SHA256 = sha256('');

function hmac(key: string | Uint8Array, data: string): Buffer {
  return createHmac('sha256', key).update(data, 'utf8').digest();
}

const keys = new Map<string, Buffer>();

/** Derives the key of a day, region and service; the last thousand are kept. */
export function signingKey(secret: string, date: string, region: string, service: string): Buffer {
  const id = `${secret}\n${date}\n${region}\n${service}`;
  const known = keys.get(id);
  if (known !== undefined) return known;
  const key = hmac(hmac(hmac(hmac(`AWS4${secret}`, date), region), service), 'aws4_request');
  if (keys.size >= 1000) keys.clear();
  keys.set(id, key);
  return key;
}

export function stringToSign(timestamp: string, scope: string, canonical: string): string {
  return `${ALGORITHM}\n${timestamp}\n${scope}\n${sha256(canonical)}`;
}

export function sign(key: Uint8Array, text: string): string {
  return hmac(key, text).toString('hex');
}

/** Compares without telling by time how much of it is right. */
export function sameText(given: string, wanted: string): boolean {
  const a = createHash('sha256').update(given).digest();
  const b = createHash('sha256').update(wanted).digest();
  return timingSafeEqual(a, b);
}
