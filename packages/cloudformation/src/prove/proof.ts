import type { Finding, PatchOperation, SourceLocation, TemplatePath } from '../finding.ts';

/** Whether a hop is authorised; `unknown` where the template alone cannot tell. */
export type Answer = 'allowed' | 'denied' | 'unknown';

/** What kind of hop it is. */
export type HopKind =
  | 'assume' // a service assumes an execution role
  | 'invoke' // a service or a role invokes a function
  | 'publish' // a role, a function or a service publishes to a topic
  | 'deliver' // a topic or a bucket sends to a queue, a topic notifies
  | 'receive' // a function's event source mapping polls a queue
  | 'redrive' // SNS or SQS sends what was not delivered to a dead-letter queue
  | 'on-failure' // Lambda sends to its dead-letter target or destination
  | 'on-success'
  | 'write-logs' // a function writes its log group
  | 'encrypt' // a publisher or a service uses a key
  | 'use'; // a function uses what its environment or its policies name

/** An end of a hop: a resource of the template, or something outside that the template names. */
export interface Place {
  /** Of a resource of the template. */
  readonly logicalId?: string;
  /** How to show it: the logical id, or the name, ARN or service outside. */
  readonly label: string;
  /** `AWS::SNS::Topic`; `service` for `sns.amazonaws.com` itself; `outside` for what the template only names. */
  readonly type: string;
}

/** One question of authorisation and its answer, as policy evaluation gave it. ARNs are made readable. */
export interface Question {
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly answer: Answer;
  /** The statement that decided: `Permission "UploadsInvoke": sns.amazonaws.com, SourceArn = Uploads`. */
  readonly decidedBy: string;
  /** Of a denial: why the nearest statement does not do. */
  readonly missing?: string;
}

/** The smallest change that would authorise a hop. */
export interface HopFix {
  /** One sentence: `add sqs:SendMessage for sns.amazonaws.com, aws:SourceArn = Uploads`. */
  readonly text: string;
  /** For templates; absent where the policy is not in the template. */
  readonly patch?: readonly PatchOperation[];
  /** For builders: the statement or resource in TypeScript. */
  readonly code?: string;
}

/** One hop of the road, decided. */
export interface Hop {
  /** Stable over runs: `Uploads-invoke-VideoProcessor`. */
  readonly id: string;
  readonly kind: HopKind;
  readonly from: Place;
  readonly to: Place;
  readonly answer: Answer;
  /** What decided, as one sentence. */
  readonly because: string;
  /** All that was asked; the hop is allowed when each is. */
  readonly questions: readonly Question[];
  /** Where the hop is wired: the subscription, the notification, the setting. */
  readonly path: TemplatePath;
  readonly source?: SourceLocation;
  /** Of an unknown hop: what to check, as one sentence. */
  readonly check?: string;
  readonly fix?: HopFix;
  /** The scenarios in which the answer holds; absent where it holds in each. */
  readonly when?: readonly string[];
}

/** One way in which the template's conditions can fall: `IsProduction = true`. */
export interface Scenario {
  readonly name: string;
  readonly conditions: Readonly<Record<string, boolean>>;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** What a template's authorisations come to. Plain data. */
export interface Proof {
  readonly scenarios: readonly Scenario[];
  /** In the order of the road: from the first source to what lies behind. */
  readonly hops: readonly Hop[];
  /** Wiring faults and grants that are too wide, worst first. */
  readonly findings: readonly Finding[];
  /** Whether each hop is allowed, no finding is an error, and no macro, loop, scenario or resource of SAM was left out. */
  readonly proven: boolean;
}
