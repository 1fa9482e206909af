import { isIPv4, isIPv6 } from 'node:net';

/** All addresses whose first `bits` bits are those of `network`. */
export interface CidrRange {
  readonly network: bigint;
  readonly bits: number;
  readonly width: 32 | 128;
}

/** Reads `10.0.0.0/8`; throws an Error with AWS's words when it is none. */
export function parseCidr(text: string): CidrRange {
  const parts = text.split('/');
  const [address, mask] = parts;
  if (parts.length !== 2 || address === undefined || mask === undefined) {
    throw new Error("Malformed CIDR, one '/' required");
  }
  if (!/^[+-]?\d{1,9}$/.test(mask)) throw new Error('Malformed CIDR, mask bits must be an integer');
  const bits = Number(mask);
  if (bits < 0) throw new Error('Malformed CIDR, mask bits must not be negative');
  const ip = parseAddress(address);
  if (ip === undefined) throw new Error(`Nonstandard IP address: ${address}`);
  if (ip.width === 32 && bits > 31) throw new Error('IPv4 mask bits must be < 32');
  if (ip.width === 128 && bits > 127) throw new Error('IPv6 mask bits must be < 128');
  return { network: prefixOf(ip.value, ip.width, bits), bits, width: ip.width };
}

export function inCidr(range: CidrRange, address: string): boolean {
  const ip = parseAddress(address);
  return (
    ip !== undefined && ip.width === range.width && prefixOf(ip.value, ip.width, range.bits) === range.network
  );
}

function prefixOf(value: bigint, width: number, bits: number): bigint {
  return value >> BigInt(width - bits);
}

function parseAddress(text: string): { readonly value: bigint; readonly width: 32 | 128 } | undefined {
  if (isIPv4(text)) return { value: bytesToBigInt(text.split('.').map(Number), 8n), width: 32 };
  if (!isIPv6(text) || text.includes('%')) return undefined;
  return { value: bytesToBigInt(ipv6Groups(text), 16n), width: 128 };
}

function ipv6Groups(text: string): readonly number[] {
  const [head = '', tail] = text.split('::');
  const left = groups(head);
  if (tail === undefined) return left;
  const right = groups(tail);
  return [...left, ...Array.from({ length: 8 - left.length - right.length }, () => 0), ...right];
}

function groups(text: string): readonly number[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => {
    if (!group.includes('.')) return [Number.parseInt(group, 16)];
    const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number);
    return [a * 256 + b, c * 256 + d];
  });
}

function bytesToBigInt(parts: readonly number[], size: bigint): bigint {
  return parts.reduce((value, part) => (value << size) | BigInt(part), 0n);
}
