import type { Finding } from '../../src/finding.ts';
import type { TemplateJson } from '../../src/template-json.ts';
import { type ValidateOptions, validate } from '../../src/validate/validate.ts';

/** The day of all tests. */
export const today = new Date('2026-11-23T00:00:00Z');

/** What is found in any JSON that is given as a template. */
export function check(template: object, options: ValidateOptions = {}): readonly Finding[] {
  // Templates of tests are faulty on purpose.
  return validate(template as TemplateJson, { today, ...options });
}

/** `Id path`, for each finding that is no info. */
export function told(template: object, options: ValidateOptions = {}): readonly string[] {
  return check(template, options)
    .filter(({ severity }) => severity !== 'info')
    .map(({ id, path }) => `${id} ${path.join('.')}`);
}

/** A template with a topic and more. */
export function withTopic(resources: object, rest: object = {}): object {
  return { ...rest, Resources: { Topic: { Type: 'AWS::SNS::Topic' }, ...resources } };
}

/** A custom resource that takes anything. */
export function custom(properties: object, rest: object = {}): object {
  return { Type: 'Custom::Any', Properties: { ServiceToken: 'arn', ...properties }, ...rest };
}
