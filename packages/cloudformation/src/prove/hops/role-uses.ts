import { fitsGlob } from '../model/decide/glob.ts';
import { FORMS } from '../model/forms.ts';
import type { WorldResource } from '../model/world.ts';
import type { HopKind, Place } from '../proof.ts';
import { draft } from './draft.ts';
import { type Running, runningFunctions } from './execution-role.ts';
import { fittingContext, type NamedGrant } from './named-grants.ts';
import { functionTarget, isFunctionType } from './names.ts';
import { askHolder, type Draft, type Message, type View } from './view.ts';

/** Types that other finders have hops for, or that are used by nobody's code. */
const NOT_USED: ReadonlySet<string> = new Set(['AWS::KMS::Key', 'AWS::IAM::Role', 'AWS::IAM::ManagedPolicy']);

/** Topics and functions that policies name, and whatever else the policies of functions name. */
export function roleUses(
  view: View,
  named: readonly NamedGrant[],
  wired: readonly Draft[],
): readonly Draft[] {
  const running = byRole(runningFunctions(view));
  const groups = new Map<string, NamedGrant[]>();
  for (const grant of named) {
    const key = `${grant.holder.logicalId}\n${grant.resource.logicalId}`;
    const same = groups.get(key);
    if (same === undefined) groups.set(key, [grant]);
    else same.push(grant);
  }
  const asked = new Map<string, Set<string>>();
  for (const { from, to, questions, as } of wired) {
    for (const who of as === undefined ? [from.label] : [from.label, as.logicalId]) {
      const key = `${who}\n${to.label}`;
      const actions = asked.get(key) ?? new Set();
      for (const { action } of questions) actions.add(action.toLowerCase());
      asked.set(key, actions);
    }
  }
  return [...groups.values()].flatMap((grants) => {
    const [first] = grants;
    if (first === undefined) return [];
    const functions = running.get(first.holder.logicalId) ?? [];
    const callers: readonly (Running | undefined)[] = functions.length === 0 ? [undefined] : functions;
    return callers.flatMap((caller) => hopsOf(view, grants, caller, asked));
  });
}

function byRole(all: readonly Running[]): ReadonlyMap<string, readonly Running[]> {
  const found = new Map<string, Running[]>();
  for (const each of all) {
    if (each.role === undefined) continue;
    found.set(each.role.logicalId, [...(found.get(each.role.logicalId) ?? []), each]);
  }
  return found;
}

/** What one caller may do to one resource: the action that has a verb of its own, and the rest. */
function hopsOf(
  view: View,
  grants: readonly NamedGrant[],
  caller: Running | undefined,
  asked: ReadonlyMap<string, ReadonlySet<string>>,
): readonly Draft[] {
  const [first] = grants;
  if (first === undefined || NOT_USED.has(first.resource.type)) return [];
  const { holder, resource } = first;
  const from: Place = view.world.place(caller?.fn ?? holder);
  if (caller?.fn === resource) return [];
  const done = asked.get(`${from.label}\n${resource.logicalId}`);
  const [verb, action] = verbOf(resource);
  const main = grants.filter(({ actions }) => actions.some((each) => fits(each, action)));
  const rest = grants.flatMap((grant) => {
    const left = grant.actions.filter(
      (each) => isOf(each, resource) && !(each === action || done?.has(each.toLowerCase())),
    );
    return left.length === 0 || (done !== undefined && isWide(left, resource))
      ? []
      : [{ ...grant, actions: left }];
  });
  const parts = {
    from,
    to: view.world.place(resource),
    wiredBy: holder,
    path: first.origin?.path ?? holder.path,
  };
  const hops: Draft[] = [];
  const covers = new Set<NamedGrant['statement']>();
  if (verb !== undefined && main[0] !== undefined && !done?.has(action.toLowerCase())) {
    for (const { statement, actions } of main)
      if (actions.every((each) => each.includes('*'))) covers.add(statement);
    const message: Message | undefined =
      verb === 'publish'
        ? { who: { holder, place: from, ...(caller && { functionArn: caller.fn.arn }) }, target: resource }
        : undefined;
    const answers = [ask(view, main[0], action, resource.arn, caller)];
    hops.push(
      draft(view, { ...parts, kind: verb, path: main[0].origin?.path ?? parts.path, answers, message }),
    );
  }
  const used = rest.filter(({ statement }) => !covers.has(statement));
  if (caller !== undefined && used.length > 0) {
    const answers = used.flatMap((grant) =>
      grant.actions.map((each) => ask(view, grant, each, grant.pattern, caller)),
    );
    const keyUse = doneTo(
      resource,
      used.flatMap(({ actions }) => actions),
      asked.has(`${resource.logicalId}\n${from.label}`),
    );
    const message: Message | undefined = keyUse && {
      who: { holder, place: from, functionArn: caller.fn.arn },
      target: resource,
      ...keyUse,
    };
    hops.push(
      draft(view, { ...parts, kind: 'use', path: used[0]?.origin?.path ?? parts.path, answers, message }),
    );
  }
  return hops;
}

const UP_TO_CODE = 'whether it needs that is up to its code';

/** What uses the key of a resource that is encrypted. */
const KEYED: Readonly<
  Record<string, { readonly puts: readonly string[]; readonly takes: readonly string[] }>
> = {
  'AWS::SQS::Queue': { puts: ['sqs:SendMessage'], takes: ['sqs:ReceiveMessage'] },
  'AWS::Kinesis::Stream': {
    puts: ['kinesis:PutRecord', 'kinesis:PutRecords'],
    takes: ['kinesis:GetRecords'],
  },
  'AWS::S3::Bucket': { puts: ['s3:PutObject'], takes: ['s3:GetObject'] },
};

/**
 * Of wide actions it is not known which of them its code does, and those of a poller are for polling; of objects it
 * is not known under which key they are.
 */
function doneTo(
  { type }: WorldResource,
  actions: readonly string[],
  isPolled: boolean,
): Pick<Message, 'puts' | 'takes' | 'open'> | undefined {
  const keyed = KEYED[type];
  if (keyed === undefined) return undefined;
  const names = (wanted: readonly string[]) =>
    actions.some((each) => wanted.some((name) => fits(each.replace(/\*$/, ''), name)));
  const [puts, takes] = [names(keyed.puts), names(keyed.takes)];
  if (puts || takes) {
    // Code may choose another key for objects than the bucket's, and take objects that are under another.
    const open = type === 'AWS::S3::Bucket' ? UP_TO_CODE : undefined;
    return { ...(puts && { puts }), ...(takes && { takes }), ...(open && { open }) };
  }
  const coversPuts = !isPolled && actions.some((each) => keyed.puts.some((name) => fits(each, name)));
  return coversPuts ? { puts: true, open: UP_TO_CODE } : undefined;
}

/** Whether an action can be one on a resource: one of another service gives nothing on it. */
function isOf(action: string, { type, arn }: WorldResource): boolean {
  const [prefix = ''] = action.toLowerCase().split(':');
  const service = arn.split(':')[2] ?? '';
  // The ARNs of other types are made up; `kafka-cluster` is of `kafka`.
  return !FORMS.has(type) || prefix.includes('*') || prefix === service || prefix.startsWith(`${service}-`);
}

function isWide(actions: readonly string[], resource: WorldResource): boolean {
  return resource.type === 'AWS::Logs::LogGroup' || actions.every((action) => action.includes('*'));
}

function verbOf({ type }: WorldResource): readonly [HopKind | undefined, string] {
  if (type === 'AWS::SNS::Topic') return ['publish', 'sns:Publish'];
  if (isFunctionType(type)) return ['invoke', 'lambda:InvokeFunction'];
  return [undefined, ''];
}

function fits(pattern: string, action: string): boolean {
  return fitsGlob(pattern.toLowerCase(), action.toLowerCase());
}

function ask(
  view: View,
  { holder, resource, statement }: NamedGrant,
  action: string,
  asked: string,
  caller: Running | undefined,
) {
  const policies = isFunctionType(resource.type)
    ? functionTarget(view, resource.arn).policies
    : view.book.ofResource(resource);
  const context = {
    ...fittingContext(statement),
    ...(caller && { 'lambda:SourceFunctionArn': caller.fn.arn }),
  };
  return askHolder(view, holder, action, asked, policies, context);
}
