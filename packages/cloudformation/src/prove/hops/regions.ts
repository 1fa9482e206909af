import { hasToken } from '../model/tokens.ts';

/**
 * Regions that an account has to opt in to, as AWS's pages list them; pages of different ages differ.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-cross-region-delivery.html
 */
const OPT_IN: ReadonlySet<string> = new Set([
  'af-south-1',
  'ap-east-1',
  'ap-south-2',
  'ap-southeast-3',
  'ap-southeast-4',
  'eu-central-2',
  'eu-south-1',
  'eu-south-2',
  'il-central-1',
  'me-central-1',
  'me-south-1',
]);

/** How SNS calls itself when it delivers from one region to another. */
export interface SnsNames {
  readonly names: readonly string[];
  /** Set where AWS's pages contradict each other on whether it works. */
  readonly unsettled?: string;
}

/** The service principals that SNS goes by; a region that is not known may be any. */
export function snsNames(topicRegion: string | undefined, targetRegion: string | undefined): SnsNames {
  const global = 'sns.amazonaws.com';
  if (topicRegion === undefined) return { names: [global] };
  const regional = `sns.${topicRegion}.amazonaws.com`;
  if (hasToken(topicRegion)) return { names: [global, regional] };
  if (!OPT_IN.has(topicRegion)) return { names: [global] };
  if (targetRegion === undefined || targetRegion === topicRegion || hasToken(targetRegion)) {
    return { names: [global, regional] };
  }
  if (!OPT_IN.has(targetRegion)) return { names: [regional] };
  const unsettled = `AWS's pages contradict each other on delivery from ${topicRegion} to ${targetRegion}, both opt-in regions`;
  return { names: [global, regional], unsettled };
}
