import { randomUUID } from 'node:crypto';
import type { Clock } from '../../../clock.ts';
import type { Stack, StackResource } from './stack.ts';

/** Changes of status, each of which is an event. */
export interface History {
  stack(stack: Stack, status: string, reason?: string): void;
  /** Keeps the record in the stack with its new status. */
  resource(stack: Stack, record: StackResource, status: string, reason?: string): StackResource;
  /** An event of a resource that the stack does not keep: one that was replaced. */
  former(stack: Stack, record: StackResource, status: string, reason?: string): void;
}

export function createHistory(clock: Clock): History {
  const given = new Set<string>();
  const emit = (stack: Stack, record: StackResource, status: string, reason: string | undefined): void => {
    // Clients tell events apart by id alone, so equal statuses of one millisecond get different ids.
    let at = clock.now();
    const idAt = () => `${record.logicalId}-${status}-${new Date(at).toISOString()}`;
    let eventId = idAt();
    for (; given.has(`${stack.id} ${eventId}`); eventId = idAt()) at += 1;
    given.add(`${stack.id} ${eventId}`);
    stack.events.push({
      eventId,
      logicalId: record.logicalId,
      physicalId: record.resource?.physicalId ?? '',
      type: record.type,
      status,
      properties: record.shown,
      timestamp: clock.now(),
      ...(reason !== undefined && { reason }),
      ...(stack.clientRequestToken !== undefined && { clientRequestToken: stack.clientRequestToken }),
    });
  };
  return {
    stack(stack, status, reason) {
      stack.status = status;
      if (reason === undefined) delete stack.statusReason;
      else stack.statusReason = reason;
      stack.events.push({
        eventId: randomUUID(),
        logicalId: stack.name,
        physicalId: stack.id,
        type: 'AWS::CloudFormation::Stack',
        status,
        timestamp: clock.now(),
        ...(reason !== undefined && { reason }),
        ...(stack.clientRequestToken !== undefined && { clientRequestToken: stack.clientRequestToken }),
      });
    },
    resource(stack, { reason: _before, ...record }, status, reason) {
      const after: StackResource = {
        ...record,
        status,
        timestamp: clock.now(),
        ...(reason !== undefined && { reason }),
      };
      stack.resources.set(record.logicalId, after);
      emit(stack, after, status, reason);
      return after;
    },
    former: emit,
  };
}
