import type { Decision } from '@wayleave/local';
import { describe, expect, it } from 'vitest';
import { afterPublishing, decided, hasSubscriber, type Observations } from '../road/evidence.ts';
import { hops, places } from '../road/hops.ts';
import { readHops, refusedHop } from '../road/read-hops.ts';

const yes: Decision = {
  at: 0,
  cloud: 'aws',
  service: 'sns',
  principal: 'arn:aws:sts::1:assumed-role/UploaderRole/upload',
  action: 'sns:Publish',
  resource: 'arn:aws:sns:us-east-1:1:t',
  allowed: true,
  decidedBy: 'statement "Tell"',
  ms: 1.26,
};
const no: Decision = {
  ...yes,
  allowed: false,
  decidedBy: 'no statement',
  error: { status: 403, code: 'AuthorizationError', message: 'no' },
};
const seen = (...decisions: Decision[]): Observations => ({ decisions, deliveries: [], clientId: '' });
const publish = decided({ cloud: 'aws', action: 'sns:Publish', principal: 'UploaderRole' });

describe('a hop', () => {
  it('rests on the refusal, if there was one', () => {
    expect(publish(seen(yes, no, yes))).toMatchObject({
      allowed: false,
      error: { code: 'AuthorizationError' },
    });
  });

  it('rests on nothing that another principal, cloud or action was told', () => {
    expect(
      publish(
        seen({ ...yes, principal: 'root' }, { ...yes, cloud: 'entra' }, { ...yes, action: 'sns:Subscribe' }),
      ),
    ).toBe(undefined);
  });

  it('shows the main right of several that were allowed', () => {
    const logs = decided({ cloud: 'aws', action: ['logs:PutLogEvents', 'logs:CreateLogStream'] });
    const create = { ...yes, action: 'logs:CreateLogStream', decidedBy: 'create' };
    const put = { ...yes, action: 'logs:PutLogEvents', decidedBy: 'put' };
    expect(logs(seen(create, put))?.decidedBy).toBe('put');
    expect(logs(seen(create, { ...put, allowed: false }))?.allowed).toBe(false);
  });

  it('of the message does not rest on what the set-up was allowed before', () => {
    const token = { ...yes, cloud: 'entra', action: 'client_credentials' } as const;
    const find = afterPublishing(decided({ cloud: 'entra', action: 'client_credentials' }));
    expect(find(seen(token))).toBe(undefined);
    expect(find(seen(token, yes))).toBe(undefined);
    expect(find(seen(token, yes, { ...token, decidedBy: 'the handler’s' }))?.decidedBy).toBe('the handler’s');
    expect(find(seen({ ...token, allowed: false }))?.allowed).toBe(false);
  });

  it('is not reached while nothing was asked', () => {
    const results = readHops(seen());
    expect(results.every(({ reached, allowed }) => !reached && !allowed)).toBe(true);
    expect(refusedHop(results)).toBe(undefined);
  });
});

describe('a topic without subscribers', () => {
  it('is told from one that was never published to', () => {
    expect(hasSubscriber(seen())).toBe(undefined);
    const delivery = {
      messageId: 'm',
      topicArn: 't',
      subscriptionArn: '',
      endpoint: '',
      status: 'no-subscribers',
      at: 0,
    } as const;
    expect(hasSubscriber({ ...seen(), deliveries: [delivery] })).toMatchObject({
      allowed: false,
      error: { code: 'NoSubscribers' },
    });
  });
});

describe('the road', () => {
  it('has stable, distinct ids and known places', () => {
    expect(new Set(hops.map(({ id }) => id)).size).toBe(hops.length);
    for (const { id, from, to } of hops) {
      expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(places).toHaveProperty(from);
      expect(places).toHaveProperty(to);
    }
  });
});
