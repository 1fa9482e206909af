// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub is written so.
import { expect } from 'vitest';
import type { TemplateJson } from '../../../src/index.ts';
import { applyPatch } from '../../../src/patch/apply-patch.ts';
import type { Answer, Hop, HopKind, Proof } from '../../../src/prove/proof.ts';
import type { ProveOptions } from '../../../src/prove/provable.ts';
import { prove } from '../../../src/prove/prove.ts';
import { validate } from '../../../src/validate/validate.ts';

/** The resources of a template, as a test writes and breaks them. */
export type Resources = Record<string, unknown>;

type Container = Record<string, unknown>;

/** The place that a dotted path leads to: `Permission.Properties.SourceArn`. */
function place(resources: Resources, path: string): readonly [container: Container, key: string] {
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let container: unknown = resources;
  for (const key of keys) container = (container as Container)[key];
  if (typeof container !== 'object' || container === null) throw new Error(`there is nothing at ${path}`);
  return [container as Container, last];
}

export function get(resources: Resources, path: string): unknown {
  const [container, key] = place(resources, path);
  return container[key];
}

export function set(resources: Resources, path: string, value: unknown): void {
  const [container, key] = place(resources, path);
  container[key] = value;
}

export function remove(resources: Resources, path: string): void {
  const [container, key] = place(resources, path);
  delete container[key];
}

export function push(resources: Resources, path: string, value: unknown): void {
  (get(resources, path) as unknown[]).push(value);
}

export function pop(resources: Resources, path: string): void {
  (get(resources, path) as unknown[]).pop();
}

export const getAtt = (id: string, attribute = 'Arn') => ({ 'Fn::GetAtt': [id, attribute] });
export const ref = (id: string) => ({ Ref: id });

export function statement(action: string | string[], resource: unknown, more: object = {}) {
  return { Effect: 'Allow', Action: action, Resource: resource, ...more };
}

export function document(...statements: readonly object[]) {
  return { Version: '2012-10-17', Statement: statements };
}

/** A role that Lambda may assume, with these statements. */
export function role(...statements: readonly object[]) {
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: document({
        Effect: 'Allow',
        Principal: { Service: 'lambda.amazonaws.com' },
        Action: 'sts:AssumeRole',
      }),
      ManagedPolicyArns: [
        { 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole' },
      ],
      ...(statements.length > 0 && {
        Policies: [{ PolicyName: 'own', PolicyDocument: document(...statements) }],
      }),
    },
  };
}

/** A function that runs as `Role`. */
export function lambda(properties: object = {}) {
  return {
    Type: 'AWS::Lambda::Function',
    Properties: {
      Code: { ZipFile: 'exports.handler = () => {}' },
      Handler: 'index.handler',
      Runtime: 'nodejs22.x',
      Role: getAtt('Role'),
      ...properties,
    },
  };
}

export const topic = (properties: object = {}) => ({ Type: 'AWS::SNS::Topic', Properties: properties });
export const queue = (properties: object = {}) => ({ Type: 'AWS::SQS::Queue', Properties: properties });

export function subscription(protocol: string, endpoint: unknown, more: object = {}) {
  return {
    Type: 'AWS::SNS::Subscription',
    Properties: { TopicArn: ref('Topic'), Protocol: protocol, Endpoint: endpoint, ...more },
  };
}

export function permission(more: object = {}) {
  return {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      Action: 'lambda:InvokeFunction',
      FunctionName: getAtt('Function'),
      Principal: 'sns.amazonaws.com',
      SourceArn: ref('Topic'),
      ...more,
    },
  };
}

/** A queue's policy. */
export function queuePolicy(queueId: string, ...statements: readonly object[]) {
  return {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: { Queues: [ref(queueId)], PolicyDocument: document(...statements) },
  };
}

/** A statement for a service, on behalf of a resource. */
export function forService(
  service: string,
  action: string | string[],
  resource: unknown,
  conditions?: object,
) {
  return statement(action, resource, {
    Principal: { Service: service },
    ...(conditions !== undefined && { Condition: conditions }),
  });
}

export function fromArn(source: unknown) {
  return { ArnEquals: { 'aws:SourceArn': source } };
}

/** Proves resources, or a whole template. */
export function proofOf(resources: Resources, options: ProveOptions = {}, sections: object = {}): Proof {
  return prove({ ...sections, Resources: resources } as unknown as TemplateJson, options);
}

/** The one hop between two places. */
export function hopOf(proof: Proof, from: string, kind: HopKind, to: string): Hop {
  const found = proof.hops.filter(
    (hop) => hop.from.label === from && hop.kind === kind && hop.to.label === to,
  );
  const there = proof.hops.map((hop) => `${hop.from.label} ${hop.kind} ${hop.to.label}`).join('; ');
  expect(found, `hops: ${there}`).toHaveLength(1);
  const [hop] = found;
  if (hop === undefined) throw new Error('no such hop');
  return hop;
}

/** One line of a table: what a template is like, and what the hop comes to then. */
export interface Case {
  readonly name: string;
  readonly change: (resources: Resources) => void;
  readonly answer: Answer;
  readonly words?: RegExp;
  readonly options?: ProveOptions;
  readonly sections?: object;
}

/** Decides a case, and checks that a denial's patch really mends it. */
export function decideCase(base: () => Resources, from: string, kind: HopKind, to: string, each: Case): void {
  const resources = base();
  each.change(resources);
  const hop = hopOf(proofOf(resources, each.options, each.sections), from, kind, to);
  expect(hop, hop.because).toMatchObject({ answer: each.answer });
  if (each.words !== undefined) expect(hop.because).toMatch(each.words);
  expect(hop.because).not.toMatch(/[\uE000-\uF8FF]|undefined/);
  expect(hop.check === undefined).toBe(hop.answer !== 'unknown');
  if (hop.fix?.patch === undefined) return;
  // The patch adds to plain JSON, and yields such.
  const mended = applyPatch({ ...each.sections, Resources: resources }, hop.fix.patch) as TemplateJson;
  expect(hopOf(prove(mended, each.options), from, kind, to).answer, hop.fix.text).toBe('allowed');
  const circles = validate(mended).filter(({ id }) => id === 'DependencyCycle');
  expect(circles.map(({ message }) => message)).toEqual([]);
}
