import type { Hop, Place, Proof } from '@wayleave/cloudformation/prove';
import { TemplateFault } from './template-fault.ts';

/** Which hops a question is about: those from a place, to a place, or between two. */
export interface Ends {
  readonly from?: string;
  readonly to?: string;
}

/**
 * The proof of some hops alone, by logical ids or the labels of what is outside: nothing else counts then. Throws
 * {@link TemplateFault} `NoSuchHop` where the template wires none, for nothing would be proven.
 */
export function onlyHops(proof: Proof, { from, to }: Ends): Proof {
  if (from === undefined && to === undefined) return proof;
  const hops = proof.hops.filter(
    (hop) => (from === undefined || is(hop.from, from)) && (to === undefined || is(hop.to, to)),
  );
  if (hops.length === 0) {
    const ends = [...(from === undefined ? [] : [`from ${from}`]), ...(to === undefined ? [] : [`to ${to}`])];
    throw new TemplateFault(
      'NoSuchHop',
      `The template wires no hop ${ends.join(' ')}.`,
      nearest(proof, { from, to }),
    );
  }
  return { ...proof, hops, findings: [], proven: hops.every(({ answer }) => answer === 'allowed') };
}

function is({ logicalId, label }: Place, name: string): boolean {
  return logicalId === name || label === name;
}

const most = 10;

/** What there is instead: what leads from the one and to the other, else all places. */
function nearest(
  { hops }: Proof,
  { from, to }: { readonly [end in keyof Ends]: string | undefined },
): string {
  const near = hops.filter(
    (hop) => (from !== undefined && is(hop.from, from)) || (to !== undefined && is(hop.to, to)),
  );
  const shown = near.length > 0 ? near : hops;
  if (shown.length === 0) return 'It wires none at all.';
  const rest = shown.length > most ? `, and ${shown.length - most} more` : '';
  return `It wires ${shown.slice(0, most).map(routeOf).join(', ')}${rest}.`;
}

function routeOf({ from, to }: Hop): string {
  return `${from.logicalId ?? from.label} → ${to.logicalId ?? to.label}`;
}
