import { describe, expect, it } from 'vitest';
import { told, withTopic } from './checked.ts';

const sam = (resources: object) =>
  told({
    Transform: 'AWS::Serverless-2016-10-31',
    Resources: { Topic: { Type: 'AWS::SNS::Topic' }, ...resources },
  });
const fn = { Type: 'AWS::Serverless::Function', Properties: { CodeUri: 's3://a/b' } };

describe('templates of SAM', () => {
  it('know what they depend on, and what SAM makes of it', () => {
    const on = (DependsOn: unknown) => sam({ Fn: fn, Other: { Type: 'AWS::SNS::Topic', DependsOn } });
    expect(on(['Fn', 'FnRole', 'ServerlessRestApi'])).toEqual([]);
    expect(on(['Fn', 'Gone'])).toEqual(['UnknownReference Resources.Other.DependsOn']);
  });

  it('are told of a type that is nearly one', () => {
    expect(sam({ Fn: { ...fn, Type: 'AWS::Serverless::Functoin' } })).toEqual([
      'UnknownResourceType Resources.Fn.Type',
    ]);
    // Types that came after the tables are SAM's affair.
    expect(sam({ Any: { Type: 'AWS::Serverless::WebSocketGateway' } })).toEqual([]);
  });
});

describe('custom resources', () => {
  const token = (Type: string, ServiceToken: unknown) =>
    told(withTopic({ Any: { Type, Properties: { ServiceToken } } }));

  it.each(['Custom::Any', 'AWS::CloudFormation::CustomResource'])(
    '%s have a token that is a text',
    (Type) => {
      expect(token(Type, 'arn:aws:sns:eu-west-1:111122223333:any')).toEqual([]);
      expect(token(Type, { Ref: 'Topic' })).toEqual([]);
      for (const wrong of [['arn'], { Value: 'arn' }, null])
        expect(token(Type, wrong)).toEqual(['WrongType Resources.Any.Properties.ServiceToken']);
    },
  );
});

describe('parameters of Parameter Store', () => {
  it('have a default that is a text', () => {
    const parameter = (Default: unknown) =>
      told(withTopic({}, { Parameters: { P: { Type: 'AWS::SSM::Parameter::Value<String>', Default } } }));
    expect(parameter('/a/b')).toEqual([]);
    for (const wrong of [{ Ref: 'AWS::Region' }, ['/a/b']])
      expect(parameter(wrong)).toEqual(['BadDefault Parameters.P.Default']);
  });
});
