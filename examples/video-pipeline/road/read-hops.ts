import type { Evidence, Observations } from './evidence.ts';
import { type Hop, hops, places } from './hops.ts';

/** A hop with what decided it. `reached` is false where an earlier refusal kept the message from it. */
export interface HopResult {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly action: string;
  readonly reached: boolean;
  readonly allowed: boolean;
  readonly decidedBy: string;
  readonly ms: number;
  readonly error?: Evidence['error'];
}

/** Reads every hop's outcome from what a run left behind. */
export function readHops(observations: Observations, road: readonly Hop[] = hops): readonly HopResult[] {
  return road.map((hop) => {
    const evidence = hop.evidence(observations);
    const base = { id: hop.id, from: places[hop.from].name, to: places[hop.to].name, action: hop.action };
    return evidence === undefined
      ? { ...base, reached: false, allowed: false, decidedBy: 'not reached', ms: 0 }
      : { ...base, reached: true, ...evidence, ms: Math.round(evidence.ms * 10) / 10 };
  });
}

/** The hop that refused, if one did. */
export function refusedHop(results: readonly HopResult[]): HopResult | undefined {
  return results.find(({ reached, allowed }) => reached && !allowed);
}
