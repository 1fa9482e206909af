import { describe, expect, it } from 'vitest';
import { check, told } from './checked.ts';

const role = 'arn:aws:iam::111122223333:role/r';
const at = 'Resources.F.Properties';

function fn(properties: object, rest: object = {}) {
  const usual = {
    Role: role,
    Handler: 'index.handler',
    Runtime: 'nodejs24.x',
    Code: { S3Bucket: 'bucket', S3Key: 'k' },
  };
  const all = { ...usual, ...properties };
  const given = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  return { ...rest, Resources: { F: { Type: 'AWS::Lambda::Function', Properties: given } } };
}

const stage = {
  Parameters: { Handler: { Type: 'String', Default: 'main.handler' }, Runtime: { Type: 'String' } },
  Conditions: { East: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] } },
};

describe('inline code', () => {
  const Code = { ZipFile: 'x' };
  it.each([
    ['InlineCodeHandler', 'Handler', { Handler: 'main.handler' }],
    ['InlineCodeHandler', 'Handler', { Handler: undefined }],
    ['InlineCodeHandler', 'Handler', { Handler: { Ref: 'Handler' } }],
    ['InlineCodeHandler', 'Handler.Fn::If.2', { Handler: { 'Fn::If': ['East', 'index.a', 'other.a'] } }],
    ['InlineCodeRuntime', 'Runtime', { Runtime: 'ruby3.4' }],
    ['InlineCodeRuntime', 'Runtime', { Runtime: undefined }],
  ])('%s at %s: %j', (id, path, properties) => {
    expect(told(fn({ Code, ...properties }, stage))).toEqual([`${id} ${at}.${path}`]);
  });

  it('is taken where handler and runtime are known only later', () => {
    expect(
      told(fn({ Code, Handler: { 'Fn::ImportValue': 'x' }, Runtime: { Ref: 'Runtime' } }, stage)),
    ).toEqual([]);
  });

  it('is measured when it is put together', () => {
    const ZipFile = { 'Fn::Join': ['', ['x'.repeat(3_000_000), { 'Fn::Sub': 'y'.repeat(2_000_000) }]] };
    expect(told(fn({ Code: { ZipFile } }))).toContain(`InlineCodeSize ${at}.Code.ZipFile`);
  });
});

describe('packages', () => {
  const image = { Code: { ImageUri: 'x' }, Handler: undefined, Runtime: undefined };
  it('of images take no handler and no runtime, zips need both', () => {
    expect(told(fn(image))).toEqual([]);
    expect(told(fn({ ...image, PackageType: 'Image', Handler: 'index.handler', Layers: [] }))).toEqual([
      `ExclusiveProperties ${at}.Handler`,
      `ExclusiveProperties ${at}.Layers`,
    ]);
    expect(told(fn({ Handler: undefined, Runtime: { Ref: 'AWS::NoValue' } }))).toEqual([
      `MissingProperty ${at}`,
      `MissingProperty ${at}`,
    ]);
    expect(
      told(fn({ PackageType: { Ref: 'Runtime' }, Handler: undefined, Runtime: undefined }, stage)),
    ).toEqual([]);
  });

  it('of managed instances may run longer and larger', () => {
    expect(told(fn({ Timeout: 900, MemorySize: '10240' }))).toEqual([]);
    expect(told(fn({ Timeout: '901', MemorySize: 10_241 }))).toEqual([
      `NumberOutOfRange ${at}.Timeout`,
      `NumberOutOfRange ${at}.MemorySize`,
    ]);
    const CapacityProviderConfig = {
      LambdaManagedInstancesCapacityProviderConfig: { CapacityProviderArn: 'x' },
    };
    expect(told(fn({ Timeout: 901, MemorySize: 32_768, CapacityProviderConfig }))).toEqual([]);
  });
});

describe('the environment', () => {
  const variables = (Variables: object) => told(fn({ Environment: { Variables } }));
  it('has names that Lambda takes', () => {
    expect(variables({ AB: 'x', a_1: 1, NODE_OPTIONS: 'x' })).toEqual([]);
    expect(variables({ AWS_REGION: 'x', _HANDLER: 'x' })).toEqual([
      `ReservedVariable ${at}.Environment.Variables.AWS_REGION`,
      `ReservedVariable ${at}.Environment.Variables._HANDLER`,
    ]);
    expect(variables({ 'A-BC': 'x' })).toEqual([`BadVariableName ${at}.Environment.Variables.A-BC`]);
    expect(variables({ A: 'x' })).toHaveLength(1);
  });

  it('has 4 KB', () => {
    expect(variables({ AB: 'x'.repeat(4_094) })).toEqual([]);
    expect(variables({ AB: 'x'.repeat(4_095) })).toEqual([`EnvironmentTooLarge ${at}.Environment.Variables`]);
    expect(variables({ AB: { 'Fn::If': ['East', 'x'.repeat(5_000), 'y'] } })).not.toContain(
      'EnvironmentTooLarge',
    );
  });
});

describe('runtimes', () => {
  const on = (runtime: unknown, day: string, rest: object = {}) =>
    check(fn({ Runtime: runtime }, rest), { today: new Date(`${day}T12:00:00Z`) })
      .filter(({ path }) => path.includes('Runtime'))
      .map(({ id, severity, fix }) => [severity, id, fix.startsWith('Use one of') ? '' : fix]);

  it('end by the calendar', () => {
    expect(on('nodejs22.x', '2027-01-29')).toEqual([]);
    expect(on('nodejs22.x', '2027-01-30')).toEqual([['info', 'RuntimeDeprecated', 'Use nodejs24.x.']]);
    expect(on('nodejs22.x', '2027-04-30')).toEqual([['warning', 'RuntimeDeprecated', 'Use nodejs24.x.']]);
    expect(on('nodejs22.x', '2027-06-01')).toEqual([['error', 'RuntimeBlocked', 'Use nodejs24.x.']]);
    expect(on('python3.9', '2026-11-23')).toEqual([['warning', 'RuntimeDeprecated', 'Use python3.14.']]);
    expect(on('python2.7', '2026-11-23')).toEqual([['error', 'RuntimeBlocked', 'Use python3.14.']]);
  });

  it('are looked for in branches, defaults and mappings', () => {
    const rest = {
      Parameters: { R: { Type: 'String', Default: 'go1.x' } },
      Mappings: { M: { a: { r: 'java8' } } },
      ...{ Conditions: stage.Conditions },
    };
    const blocked = [['error', 'RuntimeBlocked']];
    const only = (value: unknown) => on(value, '2026-11-23', rest).map((each) => each.slice(0, 2));
    expect(only({ Ref: 'R' })).toEqual(blocked);
    expect(only({ 'Fn::If': ['East', 'nodejs24.x', 'nodejs12.x'] })).toEqual(blocked);
    expect(only({ 'Fn::FindInMap': ['M', { Ref: 'AWS::Region' }, 'r'] })).toEqual(blocked);
  });

  it('that are not known are refused, unless they may be newer than the table', () => {
    expect(on('cobol', '2026-11-23')).toEqual([['error', 'ValueNotAllowed', '']]);
    expect(on('nodejs21.x', '2026-11-23')).toEqual([['error', 'ValueNotAllowed', '']]);
    expect(on('nodejs26.x', '2026-11-23')).toEqual([['warning', 'ValueNotAllowed', '']]);
    expect(on('python3.15', '2026-11-23')).toEqual([['warning', 'ValueNotAllowed', '']]);
  });

  it('of serverless functions, too', () => {
    const F = { Type: 'AWS::Serverless::Function', Properties: { Runtime: 'nodejs8.10' } };
    expect(told({ Transform: 'AWS::Serverless-2016-10-31', Resources: { F } })).toEqual([
      `RuntimeBlocked ${at}.Runtime`,
    ]);
  });
});
