import type { Caller } from '../service.ts';

/** A call as the global condition keys describe it. */
export interface RequestFacts {
  readonly region: string;
  readonly now: number;
  /** Absent for calls that a service makes by itself. */
  readonly sourceIp?: string;
  readonly secureTransport: boolean;
  readonly userName?: string;
  /** Tags of the calling user or role. */
  readonly tags: ReadonlyMap<string, string>;
}

type Context = Record<string, string | readonly string[]>;

/**
 * The global condition keys of a request.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function globalContext(caller: Caller, facts: RequestFacts): Context {
  const context: Context = {
    'aws:CurrentTime': new Date(facts.now).toISOString(),
    'aws:EpochTime': String(Math.floor(facts.now / 1000)),
    'aws:SecureTransport': String(facts.secureTransport),
    'aws:RequestedRegion': facts.region,
    'aws:PrincipalIsAWSService': String(caller.kind === 'service'),
  };
  if (facts.sourceIp !== undefined) context['aws:SourceIp'] = facts.sourceIp;
  if (caller.sourceArn !== undefined) context['aws:SourceArn'] = caller.sourceArn;
  if (caller.sourceAccount !== undefined) context['aws:SourceAccount'] = caller.sourceAccount;
  if (caller.kind === 'service') {
    context['aws:PrincipalServiceName'] = caller.arn;
    return context;
  }
  context['aws:PrincipalArn'] = caller.roleArn ?? caller.arn;
  context['aws:PrincipalAccount'] = caller.accountId;
  context['aws:PrincipalType'] = PRINCIPAL_TYPES[caller.kind];
  context['aws:userid'] = caller.userId;
  for (const [key, value] of facts.tags) context[`aws:PrincipalTag/${key}`] = value;
  if (facts.userName !== undefined) context['aws:username'] = facts.userName;
  return context;
}

const PRINCIPAL_TYPES = { root: 'Account', user: 'User', 'assumed-role': 'AssumedRole' } as const;
