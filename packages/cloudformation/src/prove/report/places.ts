import type { Hop, Place } from '../proof.ts';

/** The places that hops join, each once, in the order of the road. */
export function placesOf(hops: readonly Hop[]): {
  readonly places: ReadonlyMap<string, Place>;
  readonly keyOf: (place: Place) => string;
} {
  const keyOf = ({ logicalId, label, type }: Place) =>
    logicalId === undefined ? `${type}\n${label}` : `#${logicalId}`;
  const places = new Map<string, Place>();
  for (const { from, to } of hops)
    for (const place of [from, to]) if (!places.has(keyOf(place))) places.set(keyOf(place), place);
  return { places, keyOf };
}
