import type { Decision, Delivery } from '@wayleave/local';

/** What a run leaves behind for the hops to be read from. */
export interface Observations {
  readonly decisions: readonly Decision[];
  /** What SNS did with each message and subscription. */
  readonly deliveries: readonly Delivery[];
  /** The application (client) id of the handler's app; blank if it was not made. */
  readonly clientId: string;
}

/** What decided one hop, or what refused it. */
export interface Evidence {
  readonly allowed: boolean;
  readonly decidedBy: string;
  readonly ms: number;
  readonly error?: { readonly status?: number; readonly code: string; readonly message: string };
}

export interface DecisionPattern {
  readonly cloud: Decision['cloud'];
  /** The right asked for; of several, the one that a yes is shown for comes first. */
  readonly action: string | readonly string[];
  /** Part of the principal, as the cloud names it. */
  readonly principal?: string;
  /** Part of the resource, as the cloud names it. */
  readonly resource?: string;
}

/** How a hop's outcome is found among what a run left behind. */
export type FindEvidence = (observations: Observations) => Evidence | undefined;

/** The decision that a hop rests on: a refusal if there was one, else the first yes. */
export function decided(pattern: DecisionPattern): FindEvidence {
  const [main] = actionsOf(pattern);
  return ({ decisions }) => {
    const asked = decisions.filter((decision) => matches(pattern, decision));
    const decision =
      asked.find(({ allowed }) => !allowed) ??
      asked.find(({ action }) => action.toLowerCase() === main) ??
      asked[0];
    if (decision === undefined) return undefined;
    const { allowed, decidedBy, ms, error } = decision;
    return { allowed, decidedBy, ms, ...(error === undefined ? {} : { error }) };
  };
}

/**
 * What the message itself met. The set-up asks some of the same questions before anything is published (may the
 * role be assumed, does the new secret work): its yes is not the message's, its no is where the road ended.
 */
export function afterPublishing(find: FindEvidence): FindEvidence {
  return (observations) => {
    const { decisions } = observations;
    const at = decisions.findIndex((decision) => matches(publishing, decision));
    if (at !== -1) return find({ ...observations, decisions: decisions.slice(at) });
    const evidence = find(observations);
    return evidence?.allowed === false ? evidence : undefined;
  };
}

const publishing: DecisionPattern = { cloud: 'aws', action: 'sns:Publish' };

function matches(
  { cloud, action, principal = '', resource = '' }: DecisionPattern,
  decision: Decision,
): boolean {
  return (
    decision.cloud === cloud &&
    actionsOf({ action }).includes(decision.action.toLowerCase()) &&
    decision.principal.includes(principal) &&
    decision.resource.includes(resource)
  );
}

function actionsOf({ action }: Pick<DecisionPattern, 'action'>): readonly string[] {
  return [action].flat().map((one) => one.toLowerCase());
}

/** Whether Dataverse found an application user for the handler's app. */
export function signedIn(observations: Observations): Evidence | undefined {
  const { clientId } = observations;
  if (clientId === '') return undefined;
  return decided({ cloud: 'dataverse', action: 'sign-in', principal: clientId })(observations);
}

/** Whether the topic had anybody to deliver to; SNS itself keeps silent about it. */
export function hasSubscriber({ deliveries }: Observations): Evidence | undefined {
  const [first] = deliveries;
  if (first === undefined) return undefined;
  if (first.status !== 'no-subscribers') {
    return { allowed: true, decidedBy: `subscription ${first.subscriptionArn ?? ''}`.trim(), ms: 0 };
  }
  return {
    allowed: false,
    decidedBy: 'the topic has no subscription',
    ms: 0,
    error: {
      code: 'NoSubscribers',
      message: `SNS accepted message ${first.messageId} and answered 200 with its MessageId; nobody listens, so it is gone without an error.`,
    },
  };
}
