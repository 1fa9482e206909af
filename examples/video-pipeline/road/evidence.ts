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

/** The decision that a hop rests on: a refusal if there was one, else the first yes. */
export function decided(pattern: DecisionPattern): (observations: Observations) => Evidence | undefined {
  const { cloud, principal = '', resource = '' } = pattern;
  const actions = [pattern.action].flat().map((action) => action.toLowerCase());
  return ({ decisions }) => {
    const asked = decisions.filter(
      (decision) =>
        decision.cloud === cloud &&
        actions.includes(decision.action.toLowerCase()) &&
        decision.principal.includes(principal) &&
        decision.resource.includes(resource),
    );
    const decision =
      asked.find(({ allowed }) => !allowed) ??
      asked.find(({ action }) => action.toLowerCase() === actions[0]) ??
      asked[0];
    if (decision === undefined) return undefined;
    const { allowed, decidedBy, ms, error } = decision;
    return { allowed, decidedBy, ms, ...(error === undefined ? {} : { error }) };
  };
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
