import { type TemplateJson, template } from '@wayleave/cloudformation';
import { Topic } from '@wayleave/cloudformation/aws/sns';
import { matchers } from '@wayleave/cloudformation/matchers';
import { describe, expect, it } from 'vitest';
import { referenceStack } from '../../support/reference-stack.ts';
import { referenceStackJson } from '../../support/reference-stack-json.ts';

expect.extend(matchers);

function without(logicalId: string): TemplateJson {
  const { Resources, ...rest } = referenceStackJson();
  return {
    ...rest,
    Resources: Object.fromEntries(Object.entries(Resources).filter(([id]) => id !== logicalId)),
  };
}

describe('matchers on the prover', () => {
  it('authorise SNS to invoke the function of the reference stack', () => {
    expect(referenceStack()).toAuthorise('Topic', 'Function');
    expect(referenceStackJson()).toAuthorise('Topic', 'Function', { kind: 'invoke', region: 'eu-west-1' });
    expect(referenceStack()).toBeProven();
  });

  it('fail without the permission, with the reason and what to add', () => {
    const open = without('Permission');
    expect(open).not.toAuthorise('Topic', 'Function');
    expect(open).not.toBeProven();
    expect(() => expect(open).toAuthorise('Topic', 'Function')).toThrow(
      /✗ Topic ──invoke──▶ Function[\s\S]*fix/,
    );
    expect(() => expect(open).toBeProven()).toThrow('1 of 3 hops is not authorised');
  });

  it('take handles, and tell when there is nothing to authorise', () => {
    const t = template();
    const [one, other] = [t.add('One', Topic({})), t.add('Other', Topic({}))];
    expect(() => expect(t).toAuthorise(one, other)).toThrow('no hop from One to Other');
    expect(() => expect(t).toAuthorise(one, 'Othr')).toThrow('no Othr');
  });

  it('take no number for a resource', () => {
    // @ts-expect-error: an end is a handle or a name
    expect(() => expect(referenceStack()).toAuthorise('Topic', 1)).toThrow('a logical id');
  });
});
