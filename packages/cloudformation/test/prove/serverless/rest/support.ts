// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub is written so.

import { expandServerless } from '../../../../src/prove/model/serverless/expand-serverless.ts';
import type { LeftOut } from '../../../../src/prove/model/serverless/scope.ts';
import type { Hop, HopKind, Proof } from '../../../../src/prove/proof.ts';
import type { Row } from '../../hops/spoil.ts';
import { proofOf, type Resources } from '../../hops/support.ts';

/** What the transform makes of resources, and what is left of them. */
export interface Made {
  readonly resources: Resources;
  readonly left: readonly LeftOut[];
  readonly from: ReadonlyMap<string, unknown>;
  readonly proof: () => Proof;
}

/** Expands resources, with other sections of their template. */
export function expanded(resources: Resources, sections: object = {}): Made {
  const written = { Transform: 'AWS::Serverless-2016-10-31', ...sections, Resources: resources };
  const { template, left, from } = expandServerless(written);
  const { Resources: made = {}, Conditions } = template as { Resources?: Resources; Conditions?: object };
  return {
    resources: made,
    left,
    from,
    proof: () => proofOf(made, {}, { ...(Conditions !== undefined && { Conditions }) }),
  };
}

/** The properties of a resource. */
export function propertiesOf(resources: Resources, logicalId: string): Record<string, unknown> {
  const found = resources[logicalId];
  if (found === undefined) throw new Error(`no ${logicalId} among ${Object.keys(resources).join(', ')}`);
  return (found as { Properties: Record<string, unknown> }).Properties;
}

/** The hops between two places. */
export function hopsOf(proof: Proof, from: string, kind: HopKind, to: string): readonly Hop[] {
  return proof.hops.filter((hop) => hop.from.label === from && hop.kind === kind && hop.to.label === to);
}

/** A function, with events and what else is given. */
export function fn(events: object = {}, more: object = {}): object {
  return {
    Type: 'AWS::Serverless::Function',
    Properties: {
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      InlineCode: 'exports.handler = () => {}',
      Events: events,
      ...more,
    },
  };
}

/** An event of an API. */
export function apiEvent(type: 'Api' | 'HttpApi', properties: object): object {
  return { Type: type, Properties: properties };
}

/** The integration of a function in an OpenAPI document. */
export function integration(logicalId: string): object {
  return {
    'x-amazon-apigateway-integration': {
      type: 'aws_proxy',
      httpMethod: 'POST',
      uri: {
        'Fn::Sub': `arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${${logicalId}.Arn}/invocations`,
      },
    },
  };
}

/** An OpenAPI document with these paths. */
export function openApi(paths: object): object {
  return { openapi: '3.0.1', info: { title: 'videos', version: '1.0' }, paths };
}

/** The calls of functions of which it is known whether they are let in. */
export function settled(proof: Proof): readonly string[] {
  const calls = proof.hops.filter(({ kind, answer }) => kind === 'invoke' && answer !== 'unknown');
  return calls.map(({ from, to, answer }) => `${from.label} ${to.label} ${answer}`);
}

/** A permission that the transform makes, without which an API does not reach `Function`. */
export function row(name: string, resources: () => Resources, from: string, grant: string): Row {
  return {
    name,
    base: () => expanded(resources()).resources,
    hop: [from, 'invoke', 'Function'],
    grants: [grant],
  };
}
