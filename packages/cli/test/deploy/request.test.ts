import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { domainOf } from '../../src/deploy/aws/storage-calls.ts';
import { capabilitiesOf } from '../../src/deploy/capabilities.ts';
import { zip } from '../../src/deploy/code/zip.ts';
import type { StackChange } from '../../src/deploy/diff/change.ts';
import { hotswapPlan } from '../../src/deploy/hotswap.ts';
import { clip, duration, legible } from '../../src/deploy/paint.ts';
import { readPairs, readParameterFile, requestParameters } from '../../src/deploy/parameters.ts';
import { startingPoint } from '../../src/deploy/stack-state.ts';
import { deliver } from '../../src/deploy/template-body.ts';

describe('the state of a stack', () => {
  it('decides between creation and update', () => {
    expect(startingPoint('a', undefined)).toEqual({ type: 'CREATE', leftover: false });
    expect(startingPoint('a', 'DELETE_COMPLETE')).toEqual({ type: 'CREATE', leftover: false });
    expect(startingPoint('a', 'REVIEW_IN_PROGRESS')).toEqual({ type: 'CREATE', leftover: true });
    for (const status of [
      'CREATE_COMPLETE',
      'UPDATE_COMPLETE',
      'UPDATE_ROLLBACK_COMPLETE',
      'IMPORT_COMPLETE',
    ]) {
      expect(startingPoint('a', status)).toEqual({ type: 'UPDATE', leftover: false });
    }
  });

  it.each([
    ['UPDATE_IN_PROGRESS', 'StackBusy', 'wayleave follow --stack a'],
    ['ROLLBACK_COMPLETE', 'StackStuck', 'wayleave delete --stack a'],
    ['DELETE_FAILED', 'StackStuck', 'wayleave delete --stack a'],
    ['UPDATE_ROLLBACK_FAILED', 'StackStuck', 'continue-update-rollback --stack-name a'],
    ['UPDATE_FAILED', 'StackStuck', 'rollback-stack --stack-name a'],
  ])('%s has a way out', (status, code, way) => {
    expect(() => startingPoint('a', status)).toThrow(
      expect.objectContaining({ code, fix: expect.stringContaining(way) }),
    );
  });
});

describe('capabilities', () => {
  const of = (
    Resources: Record<string, { Type: string; Properties?: Record<string, unknown> }>,
    more: object = {},
  ) => capabilitiesOf({ Resources, ...more });

  it('follow from the template, each with what needs it', () => {
    expect(of({ T: { Type: 'AWS::SNS::Topic' } })).toEqual([]);
    const role = { Type: 'AWS::IAM::Role' };
    expect(of({ R: role, T: { Type: 'AWS::SNS::Topic' } })).toEqual([
      { name: 'CAPABILITY_IAM', because: ['R'] },
    ]);
    expect(of({ R: role, N: { ...role, Properties: { RoleName: 'n' } } })).toEqual([
      { name: 'CAPABILITY_NAMED_IAM', because: ['N'] },
    ]);
  });

  it('of macros, of what makes roles, and of loops', () => {
    expect(
      of({ F: { Type: 'AWS::Serverless::Function' } }, { Transform: 'AWS::Serverless-2016-10-31' }),
    ).toEqual([
      { name: 'CAPABILITY_IAM', because: ['F'] },
      { name: 'CAPABILITY_AUTO_EXPAND', because: ['Transform'] },
    ]);
    expect(
      of({ T: { Type: 'AWS::SNS::Topic', Properties: { 'Fn::Transform': { Name: 'AWS::Include' } } } }),
    ).toEqual([{ name: 'CAPABILITY_AUTO_EXPAND', because: ['T'] }]);
  });
});

describe('parameters', () => {
  it('keep what the stack had, unless given anew', () => {
    const declared = { A: { Type: 'String' }, B: { Type: 'String' }, C: { Type: 'String', Default: 'c' } };
    expect(requestParameters(declared, { A: '1' }, new Set(['A', 'B']))).toEqual([
      { ParameterKey: 'A', ParameterValue: '1' },
      { ParameterKey: 'B', UsePreviousValue: true },
    ]);
    expect(() => requestParameters(declared, {}, new Set())).toThrow('No value for parameters A, B.');
    expect(() => requestParameters(declared, { D: '' }, new Set())).toThrow(
      'The template has no parameter D.',
    );
  });

  it('come from pairs, whatever is in the value', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9]+$/), fc.string(), (name, value) => {
        expect(readPairs([`${name}=${value}`], '--parameters')).toEqual({ [name]: value });
      }),
    );
    expect(() => readPairs(['=x'], '--tag')).toThrow('--tag "=x" is no pair.');
  });

  it('come from files of three forms', () => {
    const expected = { A: '1', B: 'x,y' };
    expect(readParameterFile('{"A": 1, "B": ["x", "y"]}', 'p.json')).toEqual(expected);
    expect(readParameterFile('{"Parameters": {"A": "1", "B": "x,y"}, "Tags": {}}', 'p.json')).toEqual(
      expected,
    );
    const list =
      '[{"ParameterKey": "A", "ParameterValue": "1"}, {"ParameterKey": "B", "ParameterValue": "x,y"}]';
    expect(readParameterFile(list, 'p.json')).toEqual(expected);
    for (const text of ['nothing', '1', '[1]', '{"A": {}}']) {
      expect(() => readParameterFile(text, 'p.json')).toThrow('p.json is no file of parameters');
    }
  });
});

describe('the text of a template', () => {
  const topics = (count: number, name: string) => ({
    Resources: Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        `T${index}`,
        { Type: 'AWS::SNS::Topic', Properties: { DisplayName: name } },
      ]),
    ),
  });

  it('goes as it was written where it fits', () => {
    expect(deliver(topics(1, 'a'), '# mine')).toMatchObject({ by: 'request', body: '# mine' });
    expect(deliver(topics(1, 'a'), undefined).body).toContain('\n  ');
  });

  it('counts bytes, not letters: what fits without white space goes so', () => {
    const json = topics(500, 'ü'.repeat(5));
    const { by, body } = deliver(json, undefined);
    expect(by).toBe('request');
    expect(body).toBe(JSON.stringify(json));
    expect(deliver(topics(500, 'ü'.repeat(30)), undefined)).toMatchObject({
      by: 's3',
      key: expect.stringMatching(/^templates\/[0-9a-f]{64}\.json$/),
    });
  });

  it('is refused above what S3 may hold', () => {
    expect(() => deliver(topics(500, 'x'.repeat(2_100)), undefined)).toThrow(
      expect.objectContaining({ code: 'TemplateTooLarge' }),
    );
  });
});

test('the same files make the same package, in any order', () => {
  const files = [
    { name: 'b.js', bytes: Buffer.from('b') },
    { name: 'a/ä.js', bytes: Buffer.alloc(0), executable: true },
  ];
  expect(zip(files)).toEqual(zip(files.toReversed()));
});

describe('what can be swapped', () => {
  const change = (more: Partial<StackChange>): StackChange => ({
    kind: 'modify',
    logicalId: 'F',
    physicalId: 'f-1',
    type: 'AWS::Lambda::Function',
    properties: [{ path: 'Code.S3Key', recreates: 'never', causes: [] }],
    security: [],
    grants: [],
    impliedBy: [],
    ...more,
  });
  const template = (Code: unknown) => ({
    Resources: { F: { Type: 'AWS::Lambda::Function', Properties: { Runtime: 'nodejs22.x', Code } } },
  });
  const location = { S3Bucket: 'b', S3Key: 'k' };

  it('is code; what only follows the function stays as it is', () => {
    const permission = change({
      logicalId: 'P',
      kind: 'conditional',
      type: 'AWS::Lambda::Permission',
      properties: [{ path: 'FunctionName', recreates: 'always', causes: ['F.Arn'] }],
      impliedBy: ['F'],
    });
    expect(hotswapPlan([change({}), permission], template(location))).toEqual([
      { logicalId: 'F', functionName: 'f-1', code: { bucket: 'b', key: 'k' } },
    ]);
    expect(() =>
      hotswapPlan([change({}), { ...permission, impliedBy: ['Other'] }], template(location)),
    ).toThrow('P: conditional');
  });

  it('is written out in the template, for a runtime with inline code', () => {
    expect(() => hotswapPlan([change({})], template({ ZipFile: { Ref: 'Code' } }))).toThrow(
      'not written out',
    );
    expect(() => hotswapPlan([change({})], template({ ZipFile: "require('cfn-response')" }))).toThrow(
      'cfn-response',
    );
    expect(() => hotswapPlan([], template(location))).toThrow('settings, tags or outputs');
  });
});

test('texts are cut and shown harmless, times are short', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.nat({ max: 80 }), (text, columns) => {
      expect(Array.from(clip(text, columns)).length).toBeLessThanOrEqual(Math.max(1, columns));
      expect(legible(text)).not.toMatch(/[^\P{Cc}\n]/u);
    }),
  );
  expect([400, 12_400, 185_000].map(duration)).toEqual(['0.4s', '12s', '3m 05s']);
});

test('S3 has another domain in other partitions', () => {
  expect(['eu-west-1', 'us-gov-west-1', 'cn-north-1', 'eusc-de-east-1'].map(domainOf)).toEqual([
    'amazonaws.com',
    'amazonaws.com',
    'amazonaws.com.cn',
    'amazonaws.eu',
  ]);
});
