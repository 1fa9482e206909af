import { type Ask, AwsError, type Call, type Kernel } from '../service.ts';
import { queueDoesNotExist } from './errors.ts';
import type { Queue, SqsStore } from './store.ts';

/** Finds queues by URL and asks about them. */
export interface QueueAddresses {
  arnOf(call: Call, name: string): string;
  urlOf(queue: Queue): string;
  /** The queue a URL speaks of; only its path counts, so that every host name of the endpoint works. */
  find(queueUrl: string, call: Call): Queue;
  /** The question about the queue of a URL, with the queue's policy. */
  ask(action: string, queueUrl: string, call: Call): readonly Ask[];
}

export function createQueueAddresses(store: SqsStore, kernel: Kernel, origin: string): QueueAddresses {
  const arn = (region: string, accountId: string, name: string): string =>
    `arn:${kernel.partition}:sqs:${region}:${accountId}:${name}`;
  const arnOfUrl = (queueUrl: string, call: Call): string => {
    const [name, accountId] = queueUrl.split(/[?#]/, 1)[0]?.split('/').toReversed() ?? [];
    if (name === undefined || accountId === undefined || !/^\d{12}$/.test(accountId)) {
      throw new AwsError('InvalidAddress', `The address ${queueUrl} is not valid for this endpoint.`, 404);
    }
    return arn(call.region, accountId, name);
  };
  return {
    arnOf: (call, name) => arn(call.region, call.accountId, name),
    urlOf: ({ accountId, name }) => `${origin}/${accountId}/${name}`,
    find(queueUrl, call) {
      const queue = store.queues.get(arnOfUrl(queueUrl, call));
      if (queue === undefined) throw queueDoesNotExist();
      return queue;
    },
    ask(action, queueUrl, call) {
      const resource = arnOfUrl(queueUrl, call);
      const queue = store.queues.get(resource);
      // A service has no policy but the queue's: of a queue that is not there, that is all there is to say.
      if (queue === undefined && call.caller.kind === 'service') throw queueDoesNotExist();
      const resourcePolicy = queue?.settings.policy?.policy;
      return [{ action: `sqs:${action}`, resource, ...(resourcePolicy !== undefined && { resourcePolicy }) }];
    },
  };
}
