import { AccountId } from '@wayleave/cloudformation';
import { publishUnderKey } from '@wayleave/cloudformation/patterns';
import { expect, it } from 'vitest';

it('lets services publish under a key for this account alone', () => {
  expect(publishUnderKey('s3.amazonaws.com')).toMatchObject({
    Condition: { StringEquals: { 'aws:SourceAccount': AccountId } },
  });
});

it('asks nothing of EventBridge, which names no account when it publishes to an encrypted topic', () => {
  expect(publishUnderKey('events.amazonaws.com')).not.toHaveProperty('Condition');
});
