import type { TemplatePath } from '../../finding.ts';
import type { WorldResource } from '../model/world.ts';
import type { HopKind } from '../proof.ts';
import { listed } from './as-role.ts';
import { draft, stated } from './draft.ts';
import { callerOf, type Running } from './execution-role.ts';
import { grantHolder } from './fixes.ts';
import { functionTarget, isFunctionType } from './names.ts';
import { askHolder, type Draft, outside, type View } from './view.ts';
import { ungranted } from './write-logs.ts';
import { writtenArn } from './written.ts';

/** A function's result or failure, on its way to somewhere else. */
export interface Sent {
  readonly kind: HopKind;
  readonly running: Running;
  readonly targetArn: string;
  readonly path: TemplatePath;
  readonly wiredBy: WorldResource;
}

/** The action that each kind of destination takes, by the service in its ARN. */
const ACTIONS: Readonly<Record<string, string>> = {
  sqs: 'sqs:SendMessage',
  sns: 'sns:Publish',
  lambda: 'lambda:InvokeFunction',
  events: 'events:PutEvents',
  s3: 's3:PutObject',
};

const LIST = 's3:ListBucket';

/**
 * Lambda sends to a destination as the function's execution role.
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 * https://docs.aws.amazon.com/lambda/latest/dg/kafka-on-failure.html
 */
export function sending(view: View, { kind, running, targetArn, path, wiredBy }: Sent): Draft {
  const { world, book } = view;
  const { fn, role, roleArn } = running;
  const target = world.resourceOf(targetArn);
  const isFunction = target !== undefined && isFunctionType(target.type);
  const to = target === undefined ? outside(targetArn, view) : world.place(target);
  const from = world.place(fn);
  const parts = { kind, from, to, path, wiredBy, arns: [targetArn] } as const;
  const action = ACTIONS[targetArn.split(':')[2] ?? ''];
  if (action === undefined) {
    const why = `${to.label} may be a queue, a topic, a function, an event bus or a bucket`;
    return draft(view, {
      ...parts,
      answers: [stated('lambda.amazonaws.com', 'sqs:SendMessage', targetArn, 'unknown', why)],
    });
  }
  if (role === undefined) {
    const why = `the role ${world.show(roleArn)} is not in the template`;
    const check = `${world.show(roleArn)} needs ${action} on ${to.label}`;
    return draft(view, {
      ...parts,
      answers: [stated('lambda.amazonaws.com', action, targetArn, 'unknown', why)],
      check: () => check,
    });
  }
  const isBucket = action === 's3:PutObject';
  // Lambda names the objects so: aws/lambda/async/<function>/… and aws/lambda/<mapping>/….
  const resource = isBucket
    ? `${targetArn}/aws/lambda/${world.tokens.make(`${fn.logicalId}.object`, 'given', 'object')}`
    : targetArn;
  const policies = isFunction
    ? functionTarget(view, targetArn).policies
    : target === undefined
      ? []
      : book.ofResource(target);
  const context = { 'lambda:SourceFunctionArn': fn.arn };
  const ask = (asked: string, on: string) => askHolder(view, role, asked, on, policies, context);
  const answers = [ask(action, resource), ...(isBucket ? [listed(ask(LIST, targetArn), role)] : [])];
  const who = callerOf(view, running);
  return draft(view, {
    ...parts,
    answers,
    fault: () => ungranted(role, answers, to.label),
    fix: () => {
      const written = writtenArn(targetArn, world);
      const objects = written && {
        json: { 'Fn::Join': ['', [written.json, '/*']] },
        code: `join('', [${written.code}, '/*'])`,
        shown: `${written.shown}/*`,
      };
      return grantHolder(view, role, [action], [isBucket ? objects : written], kind);
    },
    message: who && target && !isFunction ? { who, target } : undefined,
  });
}
