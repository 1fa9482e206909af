import type { Statement } from '@wayleave/iam';
import { asText, type Json, list, parsed, text } from '../json.ts';
import type { World, WorldResource } from '../world.ts';
import { joined, madePolicy, opaque, type ReadPolicy, readPolicy } from './read-policy.ts';

/** How a type's policies say what they are for. */
interface Kind {
  readonly type: string;
  readonly target: string;
}

/** The types whose `PolicyDocument` is the whole policy of each target. */
const KINDS: readonly Kind[] = [
  { type: 'AWS::SNS::TopicPolicy', target: 'Topics' },
  { type: 'AWS::SNS::TopicInlinePolicy', target: 'TopicArn' },
  { type: 'AWS::SQS::QueuePolicy', target: 'Queues' },
  { type: 'AWS::SQS::QueueInlinePolicy', target: 'Queue' },
  { type: 'AWS::S3::BucketPolicy', target: 'Bucket' },
];

/** The policies of topics, queues, buckets and event buses, by the logical id, or the text, of what they are for. */
export type ResourcePolicies = ReadonlyMap<string, readonly ReadPolicy[]>;

/** Finds all of them. Several of one target stay apart: the last one written is the one that counts. */
export function findResourcePolicies(world: World): ResourcePolicies {
  const found = new Map<string, ReadPolicy[]>();
  const add = (target: Json, policy: ReadPolicy) => {
    const key = targetKey(target, world);
    found.set(key, [...(found.get(key) ?? []), policy]);
  };
  for (const { type, target } of KINDS) {
    const word = type.split('::')[2] ?? type;
    for (const { logicalId, path, properties } of world.ofType(type)) {
      const name = `${word} "${logicalId}"`;
      const policy = readPolicy(
        name,
        properties['PolicyDocument'],
        [...path, 'Properties', 'PolicyDocument'],
        logicalId,
        'resource',
      );
      for (const each of list(properties[target])) add(each, policy);
    }
  }
  return found;
}

/** The same key for a resource of the template however it is named. */
export function targetKey(target: Json, world: World): string {
  const resource = world.resourceOf(target);
  return resource === undefined ? asText(target) : resource.logicalId;
}

/** A key's policy. Without one of its own it has the default, which hands over to the account. */
export function keyPolicy(key: WorldResource, world: World): ReadPolicy {
  const path = [...key.path, 'Properties', 'KeyPolicy'];
  const document = key.properties['KeyPolicy'];
  if (document !== undefined)
    return readPolicy(`key policy of ${key.logicalId}`, document, path, key.logicalId, 'resource');
  const root = `arn:${world.partition}:iam::${world.account}:root`;
  const statement: Statement = { Effect: 'Allow', Principal: { AWS: root }, Action: 'kms:*', Resource: '*' };
  const name = `default key policy of ${key.logicalId}`;
  return madePolicy(name, [statement], [{ name, path, logicalId: key.logicalId }]);
}

/** The policy of an event bus: each of the policy resources adds one statement. */
export function busPolicy(bus: WorldResource, world: World): ReadPolicy | undefined {
  const policies: ReadPolicy[] = [];
  for (const { logicalId, properties, path } of world.ofType('AWS::Events::EventBusPolicy')) {
    if (text(properties['EventBusName']) !== bus.name && properties['EventBusName'] !== bus.arn) continue;
    const own = properties['Statement'];
    const name = `EventBusPolicy "${logicalId}"`;
    policies.push(
      own === undefined
        ? opaque(name, `what ${name} allows is not written as a statement`)
        : readPolicy(
            name,
            { Version: '2012-10-17', Statement: parsed(own) ?? null },
            [...path, 'Properties', 'Statement'],
            logicalId,
          ),
    );
  }
  return policies.length === 0 ? undefined : joined(`policy of ${bus.logicalId}`, policies);
}
