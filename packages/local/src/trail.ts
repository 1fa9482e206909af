/** The answer a refusal was turned into on the wire. */
export interface WireError {
  /** HTTP status, absent where the real service says nothing to anybody (an SNS delivery, a log write). */
  readonly status?: number;
  /** The service's own code: `AADSTS7000215`, `0x80040220`, `AccessDeniedException`. */
  readonly code: string;
  /** The service's own words. */
  readonly message: string;
}

/** One question of authorisation, with its answer and what answered it. */
export interface Decision {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly cloud: 'entra' | 'graph' | 'dataverse' | 'aws';
  /** `token`, `graph`, `webapi`, `sns`, `lambda`, `logs`, … */
  readonly service: string;
  /** Who asked: an ARN, `sns.amazonaws.com`, `app <appId>`, `user <id>`. */
  readonly principal: string;
  /** The right that was asked for: `lambda:InvokeFunction`, `prvReadUser`, `client_credentials`. */
  readonly action: string;
  /** On what: an ARN, an entity set, a scope. */
  readonly resource: string;
  readonly allowed: boolean;
  /** What decided it, for a person: the statement, the role and depth, the credential. */
  readonly decidedBy: string;
  /** The refusal as the caller saw it. */
  readonly error?: WireError;
  /** Milliseconds from the arrival of the request to its answer. */
  readonly ms: number;
}

/** What was asked of the local clouds, in order; the newest decisions, as many as are kept. */
export interface Trail {
  record(decision: Decision): void;
  /** A live view: later decisions show up in it. */
  decisions(): readonly Decision[];
  /** Calls `listener` for each new decision; the returned function ends that. */
  subscribe(listener: (decision: Decision) => void): () => void;
}

/** What a trail keeps by default: hours of work by hand, some 30 MB. */
const defaultCapacity = 50_000;

/** A trail that forgets the oldest decisions once it holds more than `capacity` of them. */
export function createTrail(capacity: number = defaultCapacity): Trail {
  const decisions: Decision[] = [];
  const listeners = new Set<(decision: Decision) => void>();
  return {
    record(decision) {
      decisions.push(decision);
      // A tenth at a time: to move a long array for each decision would be dear.
      if (decisions.length > capacity) decisions.splice(0, Math.max(1, Math.floor(capacity / 10)));
      for (const listener of listeners) listener(decision);
    },
    decisions: () => decisions,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
