import { describe, expect, it } from 'vitest';
import { createMatchers } from '../../../src/prove/matchers/create-matchers.ts';
import type { Hop } from '../../../src/prove/proof.ts';
import type { TemplateJson } from '../../../src/template-json.ts';
import { confusedDeputy, hop, outside, proofOf, troubled } from '../report/fixtures.ts';

const json: TemplateJson = {
  AWSTemplateFormatVersion: '2010-09-09',
  Resources: Object.fromEntries(
    ['Uploads', 'VideoProcessor', 'UndeliveredQueue', 'ExecutionRole', 'Logs', 'OutputBucket', 'Unwired'].map(
      (id) => [id, { Type: 'AWS::SNS::Topic' }],
    ),
  ),
};

function on(hops: readonly Hop[]) {
  const { toAuthorise, toBeProven } = createMatchers(() => proofOf(hops));
  const call = (
    isNot: boolean,
    ...given: [from: string | { logicalId: string }, to: string, options?: { kind: 'use' }]
  ) => {
    const { pass, message } = toAuthorise.call({ isNot }, json, ...given);
    return { passes: pass !== isNot, message: message() };
  };
  return { call, toBeProven };
}

describe('toAuthorise', () => {
  const { call } = on(troubled);

  it('passes for an allowed hop, by handle and by logical id', () => {
    expect(call(false, 'VideoProcessor', 'ExecutionRole').passes).toBe(true);
    expect(call(false, { logicalId: 'VideoProcessor' }, 'ExecutionRole').passes).toBe(true);
  });

  it('fails for a denied hop with the hop, the reason and the fix', () => {
    const { passes, message } = call(false, 'Uploads', 'UndeliveredQueue');
    expect(passes).toBe(false);
    expect(message).toContain('✗ Uploads ──redrive──▶ UndeliveredQueue');
    expect(message).toContain('QueuePolicy has no statement for sns.amazonaws.com');
    expect(message).toContain('add sqs:SendMessage for sns.amazonaws.com');
    expect(message).not.toContain('\u001b');
  });

  it('turns with .not', () => {
    expect(call(true, 'Uploads', 'UndeliveredQueue').passes).toBe(true);
    const { passes, message } = call(true, 'VideoProcessor', 'ExecutionRole');
    expect(passes).toBe(false);
    expect(message).toContain('not to authorise VideoProcessor → ExecutionRole');
    expect(message).toContain('Trust policy: lambda.amazonaws.com');
  });

  it('fails with and without .not for a hop that nobody can decide, and says what to check', () => {
    const partner = 'arn:aws:iam::444455556666:role/PartnerUploaderWithAVeryLongName';
    for (const isNot of [false, true]) {
      const { passes, message } = call(isNot, partner, 'Uploads');
      expect(passes).toBe(false);
      expect(message).toContain('In account 444455556666, the role needs sns:Publish on Uploads');
    }
  });

  it('says which hops there are, when there is none of that kind', () => {
    const { passes, message } = call(false, 'Uploads', 'Logs');
    expect(passes).toBe(false);
    expect(message).toContain('no hop from Uploads to Logs');
    expect(message).toContain('Uploads ──invoke──▶ VideoProcessor');
    expect(message).toContain('VideoProcessor ──write-logs──▶ Logs');
    expect(call(false, 'Unwired', 'Logs').message).toContain('Nothing leads from Unwired.');
    expect(call(true, 'Uploads', 'Logs').passes).toBe(true);
    expect(call(false, 'VideoProcessor', 'ExecutionRole', { kind: 'use' }).message).toContain('no use hop');
  });

  it('fails with and without .not for a name that is not in the template', () => {
    for (const isNot of [false, true]) {
      const { passes, message } = call(isNot, 'Uplods', 'VideoProcessor');
      expect(passes).toBe(false);
      expect(message).toContain('no Uplods');
      expect(message).toContain('Uploads');
    }
  });

  it('fails when one of several hops between the places is denied', () => {
    const two = on([
      hop('Uploads', 'invoke', 'VideoProcessor'),
      hop('Uploads', 'use', 'VideoProcessor', { answer: 'denied', because: 'no statement' }),
    ]);
    expect(two.call(false, 'Uploads', 'VideoProcessor').passes).toBe(false);
  });

  it('finds a place outside by its label', () => {
    const { call: ask } = on([hop('VideoProcessor', 'write-logs', outside('/aws/lambda/x'))]);
    expect(ask(false, 'VideoProcessor', '/aws/lambda/x').passes).toBe(true);
  });

  it('refuses what is no template', () => {
    const { toAuthorise } = createMatchers(() => proofOf([]));
    expect(() => toAuthorise.call({}, 'stack', 'A', 'B')).toThrow('not given a template');
  });
});

describe('with expect itself', () => {
  it('passes, fails and turns with .not', () => {
    expect.extend(createMatchers(() => proofOf(troubled)));
    // The declared matchers are those of the package's own prover; here they run on a fixture.
    type Calls = Record<'toAuthorise' | 'toBeProven', (...ends: string[]) => void>;
    const on = () => expect(json) as unknown as Calls & { readonly not: Calls };
    on().toAuthorise('VideoProcessor', 'ExecutionRole');
    on().not.toAuthorise('Uploads', 'VideoProcessor');
    on().not.toBeProven();
    expect(() => on().toAuthorise('Uploads', 'VideoProcessor')).toThrow('set Principal of UploadsInvoke');
    expect(() => on().not.toAuthorise('VideoProcessor', 'ExecutionRole')).toThrow('not to authorise');
    expect(() => on().toBeProven()).toThrow('3 of 6 hops are not authorised');
  });
});

describe('toBeProven', () => {
  it('shows the whole road when it fails', () => {
    const { pass, message } = on(troubled).toBeProven.call({ isNot: false }, json);
    expect(pass).toBe(false);
    expect(message()).toContain('3 of 6 hops are not authorised');
  });

  it('fails with and without .not where something is undecided only', () => {
    const undecided = on(troubled.filter(({ answer }) => answer !== 'denied'));
    expect(undecided.toBeProven.call({ isNot: false }, json).pass).toBe(false);
    expect(undecided.toBeProven.call({ isNot: true }, json).pass).toBe(true);
  });

  it('fails for a finding that is an error', () => {
    const { toBeProven } = createMatchers(() =>
      proofOf([hop('Topic', 'invoke', 'Function')], [confusedDeputy]),
    );
    expect(toBeProven.call({}, json).pass).toBe(false);
  });

  it('hands the options to the prover', () => {
    const seen: unknown[] = [];
    const { toBeProven, toAuthorise } = createMatchers((_, options?: { region: string }) => {
      seen.push(options);
      return proofOf([hop('Uploads', 'invoke', 'VideoProcessor')]);
    });
    toBeProven.call({}, json, { region: 'eu-west-1' });
    toAuthorise.call({}, json, 'Uploads', 'VideoProcessor', { region: 'eu-west-1', kind: 'invoke' });
    expect(seen).toEqual([{ region: 'eu-west-1' }, { region: 'eu-west-1' }]);
  });
});
