import type { Clock } from '../../clock.ts';
import { AwsError, type Operation, operation } from '../service.ts';
import { askedResource, groupArn, nameInIdentifier } from './arns.ts';
import { invalidParameter, notBuilt, requireGroup } from './errors.ts';
import { pageOf } from './paging.ts';
import { type LogGroup, type LogStore, liveEvents } from './store.ts';

const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

interface CreateLogGroupInput {
  readonly logGroupName: string;
  readonly kmsKeyId?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly logGroupClass?: string;
  readonly deletionProtectionEnabled?: boolean;
}

interface GroupInput {
  readonly logGroupName: string;
}

interface DescribeLogGroupsInput {
  readonly logGroupNamePrefix?: string;
  readonly logGroupNamePattern?: string;
  readonly logGroupIdentifiers?: readonly string[];
  readonly accountIdentifiers?: readonly string[];
  readonly includeLinkedAccounts?: boolean;
  readonly logGroupClass?: string;
  readonly nextToken?: string;
  readonly limit?: number;
}

/** Operations on log groups and their retention. */
export function groupOperations(store: LogStore, partition: string, clock: Clock): Record<string, Operation> {
  const describe = (group: LogGroup, call: { region: string; accountId: string }) => {
    const arn = groupArn(partition, call, group.name);
    let storedBytes = 0;
    for (const stream of group.streams.values()) {
      for (const event of liveEvents(group, stream, clock.now()))
        storedBytes += Buffer.byteLength(event.message);
    }
    return {
      logGroupName: group.name,
      creationTime: group.creationTime,
      ...(group.retentionInDays === undefined ? {} : { retentionInDays: group.retentionInDays }),
      metricFilterCount: 0,
      arn: `${arn}:*`,
      storedBytes,
      logGroupClass: 'STANDARD',
      logGroupArn: arn,
      deletionProtectionEnabled: false,
    };
  };

  return {
    CreateLogGroup: operation<CreateLogGroupInput, object>({
      authorize: (input, call) => [
        { action: 'logs:CreateLogGroup', resource: askedResource(partition, call, input.logGroupName) },
        ...(hasTags(input)
          ? [{ action: 'logs:TagResource', resource: groupArn(partition, call, input.logGroupName) }]
          : []),
      ],
      run(input) {
        const name = input.logGroupName;
        if (name.startsWith('aws/')) {
          throw invalidParameter('Log groups starting with AWS/ are reserved for AWS.');
        }
        if (input.kmsKeyId !== undefined) throw notBuilt('Encryption of a log group with a KMS key');
        if (input.deletionProtectionEnabled === true) throw notBuilt('Deletion protection of a log group');
        if ((input.logGroupClass ?? 'STANDARD') !== 'STANDARD') {
          throw notBuilt(`The log group class ${input.logGroupClass}`);
        }
        if (store.groups.has(name)) {
          throw new AwsError('ResourceAlreadyExistsException', 'The specified log group already exists');
        }
        const tags = new Map(Object.entries(input.tags ?? {}));
        store.groups.set(name, { name, creationTime: clock.now(), tags, streams: new Map() });
        return {};
      },
    }),

    DeleteLogGroup: operation<GroupInput, object>({
      authorize: (input, call) => [
        { action: 'logs:DeleteLogGroup', resource: askedResource(partition, call, input.logGroupName) },
      ],
      run(input) {
        store.groups.delete(requireGroup(store, input.logGroupName).name);
        return {};
      },
    }),

    DescribeLogGroups: operation<DescribeLogGroupsInput, object>({
      authorize: (_input, call) => [
        { action: 'logs:DescribeLogGroups', resource: askedResource(partition, call, '') },
      ],
      run(input, call) {
        if (input.includeLinkedAccounts === true || (input.accountIdentifiers?.length ?? 0) > 0) {
          throw notBuilt('Cross-account observability');
        }
        const { logGroupNamePrefix: prefix, logGroupNamePattern: pattern } = input;
        if (prefix !== undefined && pattern !== undefined) {
          throw invalidParameter(
            'LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.',
          );
        }
        const named = input.logGroupIdentifiers?.map(nameInIdentifier);
        const groups = [...store.groups.values()]
          .filter((group) => prefix === undefined || group.name.startsWith(prefix))
          .filter((group) => pattern === undefined || group.name.includes(pattern))
          .filter((group) => named === undefined || named.includes(group.name))
          .filter(() => (input.logGroupClass ?? 'STANDARD') === 'STANDARD')
          .sort((a, b) => (a.name < b.name ? -1 : 1));
        const page = pageOf(groups, input.limit ?? 50, input.nextToken);
        return {
          logGroups: page.items.map((group) => describe(group, call)),
          ...(page.nextToken === undefined ? {} : { nextToken: page.nextToken }),
        };
      },
    }),

    PutRetentionPolicy: operation<GroupInput & { readonly retentionInDays: number }, object>({
      authorize: (input, call) => [
        { action: 'logs:PutRetentionPolicy', resource: askedResource(partition, call, input.logGroupName) },
      ],
      run(input) {
        if (!RETENTION_DAYS.includes(input.retentionInDays)) {
          throw invalidParameter(`Invalid retention value. Valid values are: [${RETENTION_DAYS.join(', ')}]`);
        }
        requireGroup(store, input.logGroupName).retentionInDays = input.retentionInDays;
        return {};
      },
    }),

    DeleteRetentionPolicy: operation<GroupInput, object>({
      authorize: (input, call) => [
        {
          action: 'logs:DeleteRetentionPolicy',
          resource: askedResource(partition, call, input.logGroupName),
        },
      ],
      run(input) {
        delete requireGroup(store, input.logGroupName).retentionInDays;
        return {};
      },
    }),
  };
}

function hasTags(input: CreateLogGroupInput): boolean {
  return Object.keys(input.tags ?? {}).length > 0;
}
