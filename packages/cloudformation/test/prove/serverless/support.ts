import { expect } from 'vitest';
import type { TemplateJson } from '../../../src/index.ts';
import { applyPatch } from '../../../src/patch/apply-patch.ts';
import type { Answer, Hop, HopKind, Proof } from '../../../src/prove/proof.ts';
import type { ProveOptions } from '../../../src/prove/provable.ts';
import { prove } from '../../../src/prove/prove.ts';
import { hopOf, type Resources } from '../hops/support.ts';

const TRANSFORM = 'AWS::Serverless-2016-10-31';

/** A function of SAM with these properties. */
export const fn = (properties: object = {}, more: object = {}) => ({
  Type: 'AWS::Serverless::Function',
  Properties: { Runtime: 'nodejs22.x', Handler: 'index.handler', CodeUri: 'src/', ...properties },
  ...more,
});

/** A function of SAM with one event, named `Up`. */
export const withEvent = (type: string, properties: object = {}, more: object = {}) =>
  fn({ Events: { Up: { Type: type, Properties: properties } }, ...more });

// A template of any shape: the types of the builder have no Globals.
export const sam = (resources: Resources, sections: object = {}) =>
  ({ Transform: TRANSFORM, ...sections, Resources: resources }) as unknown as TemplateJson;

export const proofOfSam = (resources: Resources, sections: object = {}, options: ProveOptions = {}): Proof =>
  prove(sam(resources, sections), options);

/** The hop of `Uploads invoke Video`. */
export function hopIn(proof: Proof, hop: string): Hop {
  const [from = '', kind = '', ...to] = hop.split(' ');
  // The name is checked by the hop being there.
  return hopOf(proof, from, kind as HopKind, to.join(' '));
}

/** Checks the answers of hops: `{ 'Uploads invoke Video': 'allowed' }`. */
export function expectHops(proof: Proof, hops: Readonly<Record<string, Answer>>): void {
  const found = Object.keys(hops).map((hop) => [hop, hopIn(proof, hop).answer]);
  expect(Object.fromEntries(found)).toEqual(hops);
}

/** Checks that a hop is denied, and that its patch mends it. */
export function expectMended(resources: Resources, hop: string): Hop {
  const template = sam(resources);
  const denied = hopIn(prove(template), hop);
  expect(denied).toMatchObject({ answer: 'denied' });
  expect(denied.fix?.patch, denied.fix?.text).toBeDefined();
  // The patch adds to plain JSON, and yields such.
  const mended = applyPatch(template, denied.fix?.patch ?? []) as TemplateJson;
  expect(hopIn(prove(mended), hop).answer).toBe('allowed');
  return denied;
}

/** A role that Lambda may assume, with these statements. */
export const role = (...statements: readonly object[]) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Statement: [
        { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
      ],
    },
    Policies: statements.map((statement, index) => ({
      PolicyName: `p${index}`,
      PolicyDocument: { Statement: [statement] },
    })),
  },
});

/** What is told of what was left. */
export const leftIn = ({ findings }: Proof) =>
  findings.filter(({ id }) => id === 'ServerlessNotExpanded').map(({ message, path }) => ({ message, path }));
