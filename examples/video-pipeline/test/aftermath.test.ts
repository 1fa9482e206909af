import type { Delivery, InvocationOutcome } from '@wayleave/local';
import { expect, it } from 'vitest';
import { aftermath } from '../road/aftermath.ts';

const delivery = (status: Delivery['status']): Delivery => ({
  messageId: 'm',
  topicArn: 't',
  subscriptionArn: 's',
  endpoint: 'e',
  status,
  at: 0,
});
const invocation: InvocationOutcome = {
  requestId: 'r',
  functionName: 'f',
  status: 'error',
  errorType: 'EntraError',
  attempt: 1,
  durationMs: 1,
  at: 0,
};

it('tells where a message is that did not get through', () => {
  expect(aftermath([delivery('dead-lettered')], [])).toContain('lies in the dead-letter queue');
  expect(aftermath([delivery('denied')], [])).toContain('is gone');
  expect(aftermath([delivery('delivered')], [invocation])).toContain('EntraError');
  expect(aftermath([delivery('delivered')], [{ ...invocation, status: 'success' }])).toBe(undefined);
  expect(aftermath([], [])).toBe(undefined);
});
