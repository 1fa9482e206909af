import { evaluate, type Refused, type Statement } from '@wayleave/iam';
import { describe, expect, test } from 'vitest';
import { ask, everything, FUNCTION, HOME, policy, session, sns, TOPIC, user } from './fixtures.ts';

const GROUP = `arn:aws:logs:us-east-1:${HOME}:log-group:/aws/lambda/video:*`;
const logs = policy('inline policy "Logs" of role VideoRole', {
  Sid: 'Write',
  Effect: 'Allow',
  Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  Resource: GROUP,
});
const write = { action: 'logs:PutLogEvents', resource: GROUP };
const invoke = { action: 'lambda:InvokeFunction', resource: FUNCTION };
const permission: Statement = {
  Sid: 'UploadsInvoke',
  Effect: 'Allow',
  Principal: { Service: 'sns.amazonaws.com' },
  Action: 'lambda:InvokeFunction',
  Resource: FUNCTION,
  Condition: { ArnLike: { 'aws:SourceArn': TOPIC } },
};

function refused(...question: Parameters<typeof evaluate>): Refused {
  const answer = evaluate(...question);
  if (answer.allowed) throw new Error(`allowed: ${answer.decidedBy}`);
  return answer;
}

describe('what decided it', () => {
  test('an allow names policy, statement, action and resource', () => {
    const answer = evaluate(ask(session, write), { identity: [logs] });
    expect(answer.decidedBy).toBe(
      `inline policy "Logs" of role VideoRole, statement "Write": logs:PutLogEvents on ${GROUP}`,
    );
    expect(answer.statements).toEqual([
      { policy: logs.name, statement: 'Write', index: 0, effect: 'Allow', layer: 'identity' },
    ]);
  });

  test('a statement without Sid has its number', () => {
    const answer = evaluate(ask(user), {
      identity: [policy('p', { ...everything, Action: 's3:*' }, everything)],
    });
    expect(answer.decidedBy).toBe('p, statement 2: sns:Publish on *');
    expect(answer.statements).toMatchObject([{ statement: '2', index: 1 }]);
  });

  test('an allow of a resource policy says to whom', () => {
    const question = ask(sns, { ...invoke, context: { 'aws:SourceArn': TOPIC } });
    const { decidedBy } = evaluate(question, {
      identity: [],
      resource: policy('policy of function video', permission),
    });
    expect(decidedBy).toBe(
      `policy of function video, statement "UploadsInvoke": lambda:InvokeFunction on ${FUNCTION} to sns.amazonaws.com`,
    );
  });

  test('a deny is named before every allow, and all that apply are listed', () => {
    const deny: Statement = {
      Sid: 'Never',
      Effect: 'Deny',
      Action: 'sns:*',
      NotResource: 'arn:aws:sns:*:*:public',
    };
    const answer = refused(ask(user), { identity: [policy('p', everything, deny)] });
    expect(answer.decidedBy).toBe(
      'p, statement "Never": denies sns:Publish on all but arn:aws:sns:*:*:public',
    );
    expect(answer.statements.map(({ effect }) => effect)).toEqual(['Allow', 'Deny']);
  });

  test('an implicit deny says what was looked for', () => {
    expect(refused(ask(sns, invoke), { identity: [] }).decidedBy).toBe(
      `no resource-based policy allows lambda:InvokeFunction on ${FUNCTION} to sns.amazonaws.com`,
    );
  });
});

describe('the sentence of AWS', () => {
  test('for a user without a policy', () => {
    expect(refused(ask(user), { identity: [] }).message).toBe(
      `User: arn:aws:iam::${HOME}:user/team/ana is not authorized to perform: sns:Publish on resource: ${TOPIC} because no identity-based policy allows the sns:Publish action`,
    );
  });

  test('for a service without a permission, as SNS quotes it', () => {
    expect(refused(ask(sns, invoke), { identity: [] }).message).toBe(
      `User: sns.amazonaws.com is not authorized to perform: lambda:InvokeFunction on resource: ${FUNCTION} because no resource-based policy allows the lambda:InvokeFunction action`,
    );
  });

  test('for an explicit deny', () => {
    expect(refused(ask(user), { identity: [policy('p', { ...everything, Effect: 'Deny' })] }).message).toBe(
      `User: arn:aws:iam::${HOME}:user/team/ana is not authorized to perform: sns:Publish on resource: ${TOPIC} with an explicit deny in an identity-based policy`,
    );
  });
});

describe('the nearest statement', () => {
  const missing = (...statements: readonly Statement[]) =>
    refused(ask(sns, { ...invoke, context: { 'aws:SourceArn': TOPIC } }), {
      identity: [],
      resource: policy('policy of function video', ...statements),
    }).missing;

  test('tells the condition with what was wanted and what came', () => {
    const other = { ...permission, Condition: { ArnLike: { 'aws:SourceArn': `${TOPIC}-old` } } };
    expect(missing(other)).toBe(
      `policy of function video, statement "UploadsInvoke": principal and action and resource match, but condition ArnLike aws:SourceArn does not: wanted ${TOPIC}-old, got ${TOPIC}`,
    );
  });

  test('tells a condition key that the request does not have', () => {
    const other = { ...permission, Condition: { StringEquals: { 'aws:SourceAccount': HOME } } };
    expect(missing(other)).toContain(
      `condition StringEquals aws:SourceAccount does not: wanted ${HOME}, got nothing`,
    );
  });

  test('tells the principal', () => {
    expect(missing({ ...permission, Principal: { Service: 's3.amazonaws.com' } })).toContain(
      'action and resource match, but it is for s3.amazonaws.com, not sns.amazonaws.com',
    );
  });

  test('tells the resource', () => {
    expect(missing({ ...permission, Resource: `${FUNCTION}:live` })).toContain(
      `principal and action match, but it covers ${FUNCTION}:live, not ${FUNCTION}`,
    );
  });

  test('tells the action if all else fits', () => {
    const answer = refused(ask(session, { ...write, action: 'logs:CreateLogGroup' }), { identity: [logs] });
    expect(answer.missing).toBe(
      'inline policy "Logs" of role VideoRole, statement "Write": resource matches, but it allows logs:CreateLogStream, logs:PutLogEvents, not logs:CreateLogGroup',
    );
  });

  test('is the one with the fewest faults', () => {
    const far = {
      ...permission,
      Sid: 'Far',
      Principal: '*' as const,
      Resource: '*x',
      Condition: { Bool: { k: 'true' } },
    };
    const near = { ...permission, Sid: 'Near', Condition: { Bool: { k: 'true' } } };
    expect(missing(far, near)).toContain('"Near"');
  });

  test('is not a statement about something else', () => {
    expect(missing({ ...permission, Action: 's3:GetObject' })).toBeUndefined();
    expect(missing()).toBeUndefined();
  });

  test('is looked for where the allow was missing', () => {
    const boundary = policy('permissions boundary "Dev"', { ...everything, Resource: 'arn:aws:s3:::*' });
    const answer = refused(ask(user), { identity: [policy('p', everything)], boundary });
    expect(answer.missing).toContain(
      'permissions boundary "Dev", statement 1: action matches, but it covers arn:aws:s3:::*',
    );
  });
});

describe('the statements that were considered', () => {
  const considered = (...question: Parameters<typeof evaluate>) => evaluate(...question).considered();

  test('are those that do not apply, each with the reason', () => {
    const never: Statement = { Sid: 'Never', Effect: 'Deny', Action: 'sns:Subscribe', Resource: '*' };
    const identity = [logs, policy('p', everything, never)];
    expect(considered(ask(session), { identity })).toEqual([
      {
        policy: logs.name,
        statement: 'Write',
        index: 0,
        effect: 'Allow',
        layer: 'identity',
        why: `it allows logs:CreateLogStream, logs:PutLogEvents, not sns:Publish; it covers ${GROUP}, not ${TOPIC}`,
      },
      {
        policy: 'p',
        statement: 'Never',
        index: 1,
        effect: 'Deny',
        layer: 'identity',
        why: 'resource matches, but it denies sns:Subscribe, not sns:Publish',
      },
    ]);
  });

  test('and those that apply make up all there are', () => {
    const other = { ...permission, Principal: { Service: 's3.amazonaws.com' } };
    const set = { identity: [], resource: policy('policy of function video', permission, other) };
    const answer = evaluate(ask(sns, { ...invoke, context: { 'aws:SourceArn': TOPIC } }), set);
    expect(answer.statements.map(({ index }) => index)).toEqual([0]);
    expect(answer.considered()).toMatchObject([
      { index: 1, why: 'action and resource match, but it is for s3.amazonaws.com, not sns.amazonaws.com' },
    ]);
  });

  test('are of every kind of policy that has a say', () => {
    const far = policy('far', { ...everything, Action: 's3:*', Principal: '*' });
    const organization = [{ name: 'root', policies: [far] }];
    const set = { identity: [far], resource: far, boundary: far, session: [far], endpoint: far };
    const all = { ...set, serviceControl: organization, resourceControl: organization };
    expect(considered(ask(session), all).map(({ layer }) => layer)).toEqual([
      'resourceControl',
      'serviceControl',
      'endpoint',
      'resource',
      'identity',
      'boundary',
      'session',
    ]);
    expect(considered(ask(sns), all).map(({ layer }) => layer)).toEqual([
      'resourceControl',
      'endpoint',
      'resource',
    ]);
  });

  test('are none where there is nothing to look at', () => {
    expect(considered(ask(sns), { identity: [logs] })).toEqual([]);
  });
});
