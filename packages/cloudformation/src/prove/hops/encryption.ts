import { at, text } from '../model/json.ts';
import type { WorldResource } from '../model/world.ts';
import type { Place } from '../proof.ts';
import { draft, stated } from './draft.ts';
import { arnOf, grantHolder, grantService } from './fixes.ts';
import { opened } from './names.ts';
import { dependsOnSource } from './service-sends.ts';
import { askHolder, askService, type Draft, type Message, pathOf, type View } from './view.ts';

/** Its requests to keys of topics are said not to take conditions on where they come from. */
const EVENTS = 'events.amazonaws.com';
const PUTS = ['kms:GenerateDataKey', 'kms:Decrypt'];
const TAKES = ['kms:Decrypt'];

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
  const seen = new Set<string>();
  return wired.flatMap(({ message }) => {
    const use = message && keyUse(view, message.target);
    if (message === undefined || use === undefined) return [];
    const id = `${message.who.place.label}\n${use.place.label}\n${message.target.logicalId}\n${message.takes ?? ''}`;
    if (seen.has(id)) return [];
    seen.add(id);
    return [encrypting(view, message, use)];
  });
}

function encrypting(view: View, message: Message, use: KeyUse): Draft {
  const { who, target } = message;
  const { world } = view;
  const actions = message.takes ? TAKES : PUTS;
  const service = 'service' in who ? who.service : undefined;
  const kind = kindOf(target);
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
  const bound = encryptionContext(target);
  const check =
    closed && `${closed}: its policy has to allow ${actions.join(' and ')} to ${service ?? who.place.label}`;
  if ('service' in who) {
    const isUntold = who.service === EVENTS && target.type === 'AWS::SNS::Topic';
    const call = {
      service: who.service,
      ...(!isUntold && { sourceArn: who.sourceArn, sourceAccount: world.account }),
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
          actions: ['kms:GenerateDataKey*', 'kms:Decrypt'],
          anySource: isUntold,
        }),
    });
  }
  const via = `${kind.via}.${world.region}.amazonaws.com`;
  const context = { ...bound, 'kms:ViaService': via, 'kms:CallerAccount': world.account };
  return draft(view, {
    ...parts,
    answers: actions.map((action) => askHolder(view, who.holder, action, use.arn, policies, context)),
    check: () => check,
    fix: () =>
      use.key &&
      grantHolder(
        view,
        who.holder,
        message.takes ? TAKES : ['kms:GenerateDataKey*', 'kms:Decrypt'],
        [arnOf(use.key)],
        'key',
      ),
  });
}

/** Where a type says which key it is encrypted with, and what it tells the key of itself. */
interface Encrypted {
  readonly setting: readonly string[];
  readonly via: string;
  readonly context: string;
}

const SQS: Encrypted = { setting: ['KmsMasterKeyId'], via: 'sqs', context: 'aws:sqs:arn' };
const KINDS: Readonly<Record<string, Encrypted>> = {
  'AWS::SNS::Topic': { setting: ['KmsMasterKeyId'], via: 'sns', context: 'aws:sns:topicArn' },
  'AWS::SQS::Queue': SQS,
  // https://docs.aws.amazon.com/streams/latest/dev/permissions-user-key-KMS.html
  'AWS::Kinesis::Stream': {
    setting: ['StreamEncryption', 'KeyId'],
    via: 'kinesis',
    context: 'aws:kinesis:arn',
  },
};

function kindOf({ type }: WorldResource): Encrypted {
  return KINDS[type] ?? SQS;
}

function encryptionContext(target: WorldResource): Readonly<Record<string, string>> {
  return { [`kms:EncryptionContext:${kindOf(target).context}`]: target.arn };
}

function keyUse(view: View, target: WorldResource): KeyUse | undefined {
  const { world } = view;
  const id = text(at(target.properties, ...kindOf(target).setting));
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
