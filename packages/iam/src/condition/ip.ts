/** An address as a number, with the bits of its family. */
interface Address {
  readonly bits: 32 | 128;
  readonly value: bigint;
}

/** Whether an address is in a range: `203.0.113.0/24`, `2001:db8::/32`, or one address. */
export function inRange(range: string, address: string): boolean {
  const block = parseRange(range);
  const actual = parseAddress(address);
  if (block === undefined || actual?.bits !== block.bits) return false;
  const shift = BigInt(block.bits - block.prefix);
  return actual.value >> shift === block.value >> shift;
}

function parseRange(range: string): (Address & { readonly prefix: number }) | undefined {
  const slash = range.indexOf('/');
  const address = parseAddress(slash < 0 ? range : range.slice(0, slash));
  if (address === undefined) return undefined;
  const prefix = slash < 0 ? address.bits : decimal(range.slice(slash + 1), 3);
  return prefix === undefined || prefix > address.bits ? undefined : { ...address, prefix };
}

function parseAddress(text: string): Address | undefined {
  return text.includes(':') ? parseV6(text) : parseV4(text);
}

function parseV4(text: string): Address | undefined {
  const parts = text.split('.').map((part) => decimal(part, 3));
  if (parts.length !== 4) return undefined;
  let value = 0n;
  for (const part of parts) {
    if (part === undefined || part > 255) return undefined;
    value = (value << 8n) | BigInt(part);
  }
  return { bits: 32, value };
}

function parseV6(text: string): Address | undefined {
  const halves = withoutDotted(text)?.split('::');
  if (halves === undefined || halves.length > 2) return undefined;
  const [head = [], tail] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  let value = 0n;
  for (const group of [...head, ...Array<string>(missing).fill('0'), ...(tail ?? [])]) {
    if (!/^[0-9a-f]{1,4}$/i.test(group)) return undefined;
    value = (value << 16n) | BigInt(`0x${group}`);
  }
  return { bits: 128, value };
}

/** `::ffff:192.0.2.1` with its last four bytes as two groups. */
function withoutDotted(text: string): string | undefined {
  if (!text.includes('.')) return text;
  const colon = text.lastIndexOf(':');
  const v4 = parseV4(text.slice(colon + 1));
  if (v4 === undefined) return undefined;
  return `${text.slice(0, colon + 1)}${(v4.value >> 16n).toString(16)}:${(v4.value & 0xffffn).toString(16)}`;
}

function decimal(text: string, digits: number): number | undefined {
  return text.length <= digits && /^\d+$/.test(text) ? Number(text) : undefined;
}
