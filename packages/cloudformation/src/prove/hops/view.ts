import type { Principal } from '@wayleave/iam';
import type { TemplatePath } from '../../finding.ts';
import { type Asked, ask, type Policies, type Verdict } from '../model/decide/ask.ts';
import { createPolicyBook, type PolicyBook } from '../model/policies/policy-book.ts';
import { opaque, type ReadPolicy } from '../model/policies/read-policy.ts';
import type { World, WorldResource } from '../model/world.ts';
import type { Hop, Place } from '../proof.ts';

/** What the finders of hops work on: a world and its policies. */
export interface View {
  readonly world: World;
  readonly book: PolicyBook;
}

/** A hop before the scenarios are put together. */
export interface Draft extends Omit<Hop, 'id' | 'when'> {
  /** The questions as they were asked, before they were made readable. */
  readonly answers: readonly Answered[];
  /** The resource that wires it. */
  readonly wiredBy: WorldResource;
  /** Of a hop that puts messages into a topic or a queue, or takes them out: who does. */
  readonly message?: Message;
  /** The role that it is done as, where a service is told which. */
  readonly as?: WorldResource;
}

/** A message that is put into, or taken from, what may be encrypted. */
export interface Message {
  readonly who: Caller;
  readonly target: WorldResource;
  /** Set of what is taken out; with `puts` where both are done. */
  readonly takes?: true;
  readonly puts?: true;
  /** The key, where it is another than that of the target. */
  readonly key?: string | undefined;
  /** Set where it is not settled whether the key is used: why, as a clause. */
  readonly open?: string;
}

/** A service on behalf of a resource, or a role or user of the template. */
export type Caller =
  | { readonly service: string; readonly sourceArn: string; readonly place: Place }
  | { readonly holder: WorldResource; readonly place: Place; readonly functionArn?: string };

/** A question with its answer. */
export interface Answered {
  readonly asked: Asked;
  readonly verdict: Verdict;
}

/** Makes the view of a world. */
export function createView(world: World): View {
  return { world, book: createPolicyBook(world) };
}

/** What a service needs to be told apart: its names, and the keys it surely sends. */
export interface ServiceCall {
  readonly service: string;
  /** All names that it goes by where it acts; `service` alone when absent. */
  readonly names?: readonly string[];
  /** On whose behalf it acts, where it is known to say so. */
  readonly sourceArn?: string;
  /** Another form of the same, of which it is not settled that it is not that one. */
  readonly orSourceArn?: string;
  /** Given where the service is known to send it. */
  readonly sourceAccount?: string;
  readonly context?: Readonly<Record<string, string>>;
}

/** The same call, of which it is not settled that it says where it comes from. */
export function untold({ service, names }: ServiceCall): ServiceCall {
  return { service, ...(names && { names }) };
}

/** Asks whether a service may do something, by the policy of what it does it to. */
export function askService(
  view: View,
  call: ServiceCall,
  action: string,
  resource: string,
  policies: readonly ReadPolicy[],
): Answered {
  const answered = askOnce(view, call, action, resource, policies);
  const { orSourceArn, ...known } = call;
  if (orSourceArn === undefined || answered.verdict.answer !== 'denied') return answered;
  const other = askOnce(view, { ...known, sourceArn: orSourceArn }, action, resource, policies);
  if (other.verdict.answer === 'denied') return answered;
  const dependsOn = `it fits the source as ${orSourceArn}, and AWS's page has ${call.sourceArn ?? ''}`;
  const { show } = view.world;
  return { ...other, verdict: { ...other.verdict, answer: 'unknown', dependsOn: show(dependsOn) } };
}

function askOnce(
  { world }: View,
  { service, names, sourceArn, sourceAccount, context }: ServiceCall,
  action: string,
  resource: string,
  policies: readonly ReadPolicy[],
): Answered {
  const asked: Asked = {
    principal: { type: 'service', arn: service, ...(names && { serviceNames: names }) },
    action,
    resource,
    context: {
      ...(sourceArn !== undefined && { 'aws:SourceArn': sourceArn }),
      ...(sourceAccount !== undefined && { 'aws:SourceAccount': sourceAccount }),
      ...context,
    },
  };
  return { asked, verdict: ask(world, asked, { identity: [], resource: policies }) };
}

const NOT_FROM_A_ROLE = [
  'aws:SourceArn',
  'aws:SourceAccount',
  'aws:SourceOwner',
  'aws:SourceOrgID',
  'aws:SourceOrgPaths',
];

/** Asks whether a role or a user may do something, by its own policies and those of what it does it to. */
export function askHolder(
  { world, book }: View,
  holder: WorldResource,
  action: string,
  resource: string,
  policies: readonly ReadPolicy[],
  context: Readonly<Record<string, string>> = {},
): Answered {
  const asked: Asked = {
    principal: principalOf(holder, world),
    action,
    resource,
    context: { 'aws:RequestedRegion': world.region, ...context },
    absent: NOT_FROM_A_ROLE,
  };
  const resourcePolicies = policies.length > 0 ? policies : elsewhere(resource, world);
  const own: Policies = { ...book.ofIdentity(holder), resource: resourcePolicies };
  return { asked, verdict: ask(world, asked, own) };
}

/** What belongs to another account, or may, has a policy there that has to let it in, too. */
function elsewhere(resource: string, world: World): readonly ReadPolicy[] {
  const owner = resource.split(':')[4];
  if (owner === undefined || owner === world.account || !/^\d{12}$/.test(owner)) return [];
  const label = world.show(resource);
  return [
    opaque(`policy of ${label}`, `the policy of ${label}, in the account ${owner}, is not in the template`),
  ];
}

function principalOf(holder: WorldResource, world: World): Principal {
  if (holder.type === 'AWS::IAM::User') return { type: 'user', arn: holder.arn };
  const session = `arn:${world.partition}:sts::${world.account}:assumed-role/${holder.name}/session`;
  return { type: 'assumed-role', arn: session, roleArn: holder.arn };
}

/** A place that the template only names. */
export function outside(text: string, { world }: View): Place {
  return { label: world.show(text), type: 'outside' };
}

/** The path of a property of a resource. */
export function pathOf(resource: WorldResource, ...keys: TemplatePath): TemplatePath {
  return [...resource.path, 'Properties', ...keys];
}
