// Run by Jest, whose modules live in a context of their own.
import { TemplateError } from '@wayleave/cloudformation';
import { Role } from '@wayleave/cloudformation/aws/iam';
import { matchers } from '@wayleave/cloudformation/matchers';
import { prove } from '@wayleave/cloudformation/prove';
import { stack } from './stack.mjs';

expect.extend(matchers);
const { t, topic, fn, role } = stack();

test('the topic may invoke the function', () => {
  expect(t).toAuthorise(topic, fn);
  expect(t).toBeProven();
});

test('what is not there is no proof', () => {
  expect(() => expect(t).toAuthorise(fn, topic)).toThrow(/no hop/i);
});

test('objects are those of the tests', () => {
  expect(t.toJson().Resources['Video'].Properties.Role).toStrictEqual({ 'Fn::GetAtt': ['Role', 'Arn'] });
  expect(prove(t).hops).toBeInstanceOf(Array);
  expect(t.toYaml()).toContain('Role: !GetAtt Role.Arn');
});

test('errors are those of the tests', () => {
  const again = () => t.add(role.logicalId, Role({ AssumeRolePolicyDocument: {} }));
  expect(again).toThrow(TemplateError);
  expect(again).toThrow(Error);
});
