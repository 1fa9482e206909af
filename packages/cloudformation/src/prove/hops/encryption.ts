import { at, list, text } from '../model/json.ts';
import type { JsonObject, World, WorldResource } from '../model/world.ts';
import type { Place } from '../proof.ts';
import { draft, stated } from './draft.ts';
import { type Grant, grantHolder, grantService } from './fixes.ts';
import { opened } from './names.ts';
import { dependsOnSource } from './service-sends.ts';
import { type Answered, askHolder, askService, type Draft, type Message, pathOf, type View } from './view.ts';
import { arnOf, writtenArn } from './written.ts';

/** Its requests to keys of topics are said not to take conditions on where they come from. */
const EVENTS = 'events.amazonaws.com';
/** What a topic or queue is encrypted with. */
interface KeyUse {
  readonly place: Place;
  /** The key, where it is in the template. */
  readonly key: WorldResource | undefined;
  /** Whether it is AWS's own key for the service, whose policy nobody can change. */
  readonly isAwsManaged: boolean;
  readonly arn: string;
}

/**
 * Whoever puts messages into an encrypted topic or queue uses its key; so does whoever takes them out of a queue. SNS
 * decrypts by itself before it delivers.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
export function encryption(view: View, wired: readonly Draft[]): readonly Draft[] {
  const found = new Map<string, Used>();
  for (const { message } of wired) {
    const use = message && keyUse(view, message);
    if (message === undefined || use === undefined) continue;
    const id = `${message.who.place.label}\n${use.place.label}\n${message.target.logicalId}`;
    const used = found.get(id) ?? { message, use, sure: new Set(), open: new Map() };
    found.set(id, used);
    const puts = message.takes !== true || message.puts === true;
    const actions = [...(puts ? kindOf(message.target).puts : []), ...(message.takes ? TAKES : [])];
    for (const action of actions) {
      if (message.open === undefined) used.sure.add(action);
      else used.open.set(action, message.open);
    }
  }
  return [...found.values()].map((used) => encrypting(view, used));
}

/** A key with all that one caller does with it. */
interface Used {
  readonly message: Message;
  readonly use: KeyUse;
  readonly sure: Set<string>;
  /** What it may have to do, with what is not settled of that. */
  readonly open: Map<string, string>;
}

function encrypting(view: View, { message, use, sure, open }: Used): Draft {
  const { who, target } = message;
  const { world } = view;
  const kind = kindOf(target);
  const actions = [...new Set([...sure, ...open.keys()])];
  const granted = actions.map((action) => (action === DATA_KEY ? `${DATA_KEY}*` : action));
  const service = 'service' in who ? who.service : undefined;
  const parts = {
    kind: 'encrypt',
    from: who.place,
    to: use.place,
    path: pathOf(target, ...kind.setting),
    wiredBy: target,
  } as const;
  if (use.isAwsManaged) {
    const mine = kind.via.toUpperCase();
    const fault = `${target.logicalId} is encrypted with ${use.place.label}, whose policy AWS owns: it does not let ${service} use the key, and nobody can change it`;
    const fine = `the policy of ${use.place.label} lets all of the account use it through ${mine}`;
    const answers = [
      stated(
        service ?? who.place.label,
        actions[0] ?? '',
        use.arn,
        service === undefined ? 'allowed' : 'denied',
        service === undefined ? fine : fault,
      ),
    ];
    const fix = () => ({
      text: `encrypt ${target.logicalId} with a key of your own, whose policy lets ${service} use kms:GenerateDataKey* and kms:Decrypt`,
    });
    return draft(view, { ...parts, answers, fix });
  }
  const closed = use.key === undefined ? `the key ${use.place.label} is not in the template` : undefined;
  const policies = opened(
    use.key === undefined ? [] : view.book.ofResource(use.key),
    closed,
    use.place.label,
  );
  const bound = { [`kms:EncryptionContext:${kind.context}`]: kind.bound(target, world) };
  const check =
    closed && `${closed}: its policy has to allow ${actions.join(' and ')} to ${service ?? who.place.label}`;
  if ('service' in who) {
    const isSns = /^sns\.([^.]+\.)?amazonaws\.com$/.test(who.service);
    const isUntold = who.service === EVENTS && target.type === 'AWS::SNS::Topic';
    const call = {
      service: who.service,
      // CDK's grants on the keys of queues name the account of a rule, and the ARN of a topic or a bucket.
      ...(who.service !== EVENTS && { sourceArn: who.sourceArn }),
      ...(!isUntold && !isSns && { sourceAccount: world.account }),
      context: bound,
    };
    const answers = actions.map((action) => askService(view, call, action, use.arn, policies));
    return draft(view, {
      ...parts,
      answers,
      check: () =>
        check ??
        (isUntold && answers.some(dependsOnSource)
          ? `AWS's page on keys of topics says that conditions on aws:SourceArn and aws:SourceAccount are not supported for ${EVENTS}: take them out of the policy of ${use.place.label}, or test it`
          : undefined),
      fix: () =>
        use.key &&
        grantService(view, use.key, {
          service: who.service,
          actions: granted,
          ...(isSns ? bySource(view, who.sourceArn) : { anySource: isUntold }),
        }),
    });
  }
  const via = `${kind.via}.${world.region}.amazonaws.com`;
  const context = { ...bound, 'kms:ViaService': via, 'kms:CallerAccount': world.account };
  const answers = actions.map((action) => {
    const answered = askHolder(view, who.holder, action, use.arn, policies, context);
    return sure.has(action) ? answered : perhaps(answered, open.get(action) ?? '');
  });
  return draft(view, {
    ...parts,
    answers,
    check: () => check,
    fix: () => use.key && grantHolder(view, who.holder, granted, [arnOf(use.key)], 'key'),
  });
}

/** SNS says for which topic it uses a key, and is not known to say for which account; that must make no circle. */
function bySource({ world }: View, topicArn: string): Pick<Grant, 'source' | 'anySource' | 'bySource'> {
  const isEncrypted = world.resourceOf(topicArn)?.properties['KmsMasterKeyId'] !== undefined;
  return isEncrypted ? { anySource: true } : { source: writtenArn(topicArn, world), bySource: true };
}

/** What is not allowed, and need not be. */
function perhaps({ asked, verdict }: Answered, why: string): Answered {
  if (verdict.answer !== 'denied') return { asked, verdict };
  const dependsOn = `it is not allowed ${asked.action}, and ${why}`;
  return { asked, verdict: { answer: 'unknown', decidedBy: verdict.decidedBy, dependsOn } };
}

const DATA_KEY = 'kms:GenerateDataKey';
const TAKES = ['kms:Decrypt'];

/** Where a type says which key it is encrypted with, and what it tells the key of itself. */
interface Encrypted {
  readonly setting: Draft['path'];
  readonly key: (properties: JsonObject) => string | undefined;
  readonly via: string;
  readonly context: string;
  readonly bound: (target: WorldResource, world: World) => string;
  /** What putting takes. */
  readonly puts: readonly string[];
}

const byProperty = (...setting: readonly string[]): Pick<Encrypted, 'setting' | 'key' | 'bound'> => ({
  setting,
  key: (properties) => text(at(properties, ...setting)),
  bound: ({ arn }) => arn,
});

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html */
const QUEUE: Encrypted = {
  ...byProperty('KmsMasterKeyId'),
  via: 'sqs',
  context: 'aws:sqs:arn',
  puts: [DATA_KEY, 'kms:Decrypt'],
};

const KINDS: Readonly<Record<string, Encrypted>> = {
  'AWS::SNS::Topic': {
    ...byProperty('KmsMasterKeyId'),
    via: 'sns',
    context: 'aws:sns:topicArn',
    puts: [DATA_KEY, 'kms:Decrypt'],
  },
  'AWS::SQS::Queue': QUEUE,
  // https://docs.aws.amazon.com/streams/latest/dev/permissions-user-key-KMS.html
  'AWS::Kinesis::Stream': {
    ...byProperty('StreamEncryption', 'KeyId'),
    via: 'kinesis',
    context: 'aws:kinesis:arn',
    puts: [DATA_KEY],
  },
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
  'AWS::DynamoDB::Table': {
    ...byProperty('SSESpecification', 'KMSMasterKeyId'),
    via: 'dynamodb',
    context: 'aws:dynamodb:tableName',
    bound: ({ name }) => name,
    puts: [],
  },
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
  'AWS::S3::Bucket': {
    setting: ['BucketEncryption', 'ServerSideEncryptionConfiguration', 0],
    key: (properties) => {
      const byDefault = at(bucketRule(properties), 'ServerSideEncryptionByDefault');
      const isKms = text(at(byDefault, 'SSEAlgorithm'))?.startsWith('aws:kms') === true;
      return isKms ? text(at(byDefault, 'KMSMasterKeyID')) : undefined;
    },
    via: 's3',
    context: 'aws:s3:arn',
    bound: ({ arn, logicalId, properties }, { tokens }) =>
      at(bucketRule(properties), 'BucketKeyEnabled') === true
        ? arn
        : `${arn}/${tokens.make(`${logicalId}.objects`, 'given', 'object')}`,
    puts: [DATA_KEY],
  },
};

function kindOf({ type }: WorldResource): Encrypted {
  return KINDS[type] ?? QUEUE;
}

function bucketRule(properties: JsonObject) {
  return list(at(properties, 'BucketEncryption', 'ServerSideEncryptionConfiguration'))[0];
}

function keyUse(view: View, { target, key }: Message): KeyUse | undefined {
  const { world } = view;
  const id = key ?? KINDS[target.type]?.key(target.properties);
  if (id === undefined || id === '') return undefined;
  const alias = world.named('AWS::KMS::Alias', id) ?? world.resourceOf(id);
  const found =
    alias?.type === 'AWS::KMS::Alias' ? world.resourceOf(text(alias.properties['TargetKeyId'])) : alias;
  if (found?.type === 'AWS::KMS::Key')
    return { place: world.place(found), key: found, isAwsManaged: false, arn: found.arn };
  const name = id.slice(id.lastIndexOf(':') + 1);
  const isAwsManaged = name.startsWith('alias/aws/');
  const where = `arn:${world.partition}:kms:${world.region}:${world.account}`;
  const arn = id.startsWith('arn:') ? id : id.startsWith('alias/') ? `${where}:${id}` : `${where}:key/${id}`;
  const label = isAwsManaged ? name : world.show(id);
  return {
    place: { label, type: isAwsManaged ? 'AWS::KMS::Alias' : 'outside' },
    key: undefined,
    isAwsManaged,
    arn,
  };
}
