import { describe, expect, it } from 'vitest';
import { resourceTypes, schemaOf } from '../../src/schemas/index.ts';

describe('schemaOf', () => {
  it('knows a topic', () => {
    const topic = schemaOf('AWS::SNS::Topic');
    expect(topic?.ref).toEqual({ form: 'Arn', kind: 'sns:topic' });
    expect(topic?.attributes['TopicArn']).toEqual({
      type: 'string',
      held: { form: 'Arn', kind: 'sns:topic' },
    });
    expect(topic?.properties['TracingConfig']).toEqual({ type: 'string', enum: ['Active', 'PassThrough'] });
    expect(topic?.properties['MaximumMessageSize']).toEqual({
      type: 'integer',
      minimum: 1024,
      maximum: 1_048_576,
    });
    expect(topic?.properties['FifoTopic']).toEqual({ type: 'boolean', replaces: 'yes' });
    expect(topic?.properties['Subscription']).toEqual({
      type: 'list',
      items: { type: 'object', definition: 'Subscription' },
    });
    expect(topic?.definitions?.['Subscription']?.required).toEqual(['Endpoint', 'Protocol']);
    expect(topic?.arn).toMatch(/^arn:\$\{Partition\}:sns:\$\{Region\}:\$\{Account\}:\$\{TopicName\}$/);
  });

  it('knows what a permission requires, and of its action the pattern', () => {
    const permission = schemaOf('AWS::Lambda::Permission');
    expect(permission?.required).toEqual(['Action', 'FunctionName', 'Principal']);
    expect(permission?.properties['Action']).toMatchObject({
      pattern: '^(lambda:[*]|lambda:[a-zA-Z]+|[*])$',
    });
    expect(permission?.properties['SourceAccount']).toMatchObject({ pattern: '^\\d{12}$', replaces: 'yes' });
  });

  it('has the newer bounds where the providers’ are older', () => {
    const properties = schemaOf('AWS::Lambda::Function')?.properties;
    expect(properties?.['MemorySize']).toMatchObject({ minimum: 128, maximum: 32_768 });
    // 900 s holds only without a capacity provider, so that it is not a bound of the value.
    expect(properties?.['Timeout']).toMatchObject({ minimum: 1 });
    expect(properties?.['Timeout']).not.toHaveProperty('maximum');
    expect(schemaOf('AWS::SQS::Queue')?.properties['DelaySeconds']).toMatchObject({
      minimum: 0,
      maximum: 900,
    });
  });

  it('tells policy documents from other JSON', () => {
    expect(schemaOf('AWS::SQS::QueuePolicy')?.properties['PolicyDocument']).toMatchObject({
      type: 'union',
      of: [{ type: 'policy' }, { type: 'string' }],
    });
    expect(schemaOf('AWS::SNS::Topic')?.properties['DataProtectionPolicy']).toMatchObject({ type: 'json' });
  });

  it('names the macro of a type that there is only with one', () => {
    expect(schemaOf('AWS::Serverless::Function')?.transform).toBe('AWS::Serverless-2016-10-31');
  });

  it('says where a policy has to be attached', () => {
    expect(schemaOf('AWS::IAM::Policy')?.anyOfRequired).toEqual([['Groups'], ['Roles'], ['Users']]);
  });

  it('reads a schema once', () => {
    expect(schemaOf('AWS::SQS::Queue')).toBe(schemaOf('AWS::SQS::Queue'));
  });

  it.each([
    'AWS::SNS::Topik',
    'aws::sns::topic',
    'Custom::Ticker',
    '',
    '../package',
    'A::B::..',
    'AWS::SNS::Topic\n',
    '__proto__',
  ])('has nothing for %j', (type) => {
    expect(schemaOf(type)).toBeUndefined();
  });

  it('has a list of the types, sorted', () => {
    expect(resourceTypes()).toContain('AWS::SNS::Topic');
    expect([...resourceTypes()].sort()).toEqual(resourceTypes());
  });
});
