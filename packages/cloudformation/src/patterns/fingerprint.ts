/** Eight characters `[0-9a-f]` of FNV-1a over the JSON of `data`: the same for the same data, in any process. */
export function fingerprint(data: object): string {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(JSON.stringify(data)))
    hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
