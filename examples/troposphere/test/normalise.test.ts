// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Fn::Sub is written so.
import { describe, expect, it } from 'vitest';
import { normalise } from './normalise.ts';

const queue = (properties: object): object => ({
  Resources: { Q: { Type: 'AWS::SQS::Queue', Properties: properties } },
});
const statement = (members: object): object => queue({ Statement: [{ Effect: 'Allow', ...members }] });

describe('two templates are equal', () => {
  it.each([
    ['beside a format version', { AWSTemplateFormatVersion: '2010-09-09', ...queue({}) }, queue({})],
    ['whatever the order of members', queue({ a: 1, b: 2 }), queue({ b: 2, a: 1 })],
    ['with numbers as text', queue({ a: 1, b: true }), queue({ a: '1', b: 'true' })],
    [
      'when join and sub yield one text',
      queue({ a: { 'Fn::Sub': 'arn:${AWS::Region}:${Q.Arn}/${x}' } }),
      queue({
        a: {
          'Fn::Join': [
            ':',
            [
              'arn',
              { Ref: 'AWS::Region' },
              { 'Fn::Join': ['/', [{ 'Fn::GetAtt': ['Q', 'Arn'] }, { Ref: 'x' }]] },
            ],
          ],
        },
      }),
    ],
    ['with one action beside a list of it', statement({ Action: 'a:b' }), statement({ Action: ['a:b'] })],
  ])('%s', (_why, a, b) => {
    expect(normalise(a)).toEqual(normalise(b));
  });
});

describe('two templates differ', () => {
  it.each([
    ['in a property', queue({ a: 1 }), queue({ a: 2 })],
    ['in a property that one has not', queue({ a: 1 }), queue({})],
    ['in the order of a list', queue({ a: [1, 2] }), queue({ a: [2, 1] })],
    ['in a text that they yield', queue({ a: { 'Fn::Sub': 'a${B}' } }), queue({ a: { 'Fn::Sub': 'b${B}' } })],
    ['in what a text refers to', queue({ a: { 'Fn::Sub': 'a${B}' } }), queue({ a: { 'Fn::Sub': 'a${C}' } })],
    ['in a text that is not substituted', queue({ a: { 'Fn::Sub': '${!B}' } }), queue({ a: { Ref: 'B' } })],
    ['in having a description', queue({ Description: 'a' }), queue({})],
    ['in having inline code', queue({ ZipFile: 'a' }), queue({ S3Key: 'a' })],
    ['in an action', statement({ Action: 'a:b' }), statement({ Action: ['a:c'] })],
    ['in a list of one outside of policies', queue({ Action: 'a' }), queue({ Action: ['a'] })],
  ])('%s', (_why, a, b) => {
    expect(normalise(a)).not.toEqual(normalise(b));
  });
});
