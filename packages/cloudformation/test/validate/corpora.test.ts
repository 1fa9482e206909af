import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseTemplate } from '@wayleave/cloudformation';
import { describe, expect, it } from 'vitest';
import { check } from './checked.ts';

const root = resolve(import.meta.dirname, '../../../..');
const corpora = resolve(root, process.env['WAYLEAVE_CORPORA'] ?? '../shared/corpora');
const folder = join(corpora, 'aws/templates');
const present = existsSync(folder);
if (!present) console.warn(`No recorded templates at ${folder}; their tests are skipped (WAYLEAVE_CORPORA).`);

const notATemplate = 'a configuration or a fragment: it has no resources';
const runtime = 'its runtime can be created no more';
const local = 'code from a local path has to be packaged first';

/** What is truly wrong in the recorded templates, and why. */
const faulty: Readonly<Record<string, readonly [reason: string, ...ids: string[]]>> = {
  'cfn-lint-good/core/config_cfn_lint.json': [notATemplate, 'NoResources'],
  'cfn-lint-good/core/config_cfn_lint.yaml': [notATemplate, 'NoResources'],
  'cfn-lint-good/core/config_only_i1002.yaml': [notATemplate, 'NoResources'],
  'cfn-lint-good/core/config_only_i1003.yaml': [notATemplate, 'NoResources'],
  'cfn-lint-good/core/config_parameters.yaml': [notATemplate, 'NoResources'],
  'cfn-lint-good/decode/parsing.json': [notATemplate, 'NoResources'],
  'cfn-lint-good/mappings/name.yaml': [notATemplate, 'NoResources'],
  'cfn-lint-good/parameters/default.yaml': [notATemplate, 'NoResources'],
  'cfn-lint-good/resources/cloudformation/stack_nested.yaml': [notATemplate, 'NoResources'],
  'troposphere/Metadata.template': [notATemplate, 'NoResources'],
  'cfn-lint-good/custom/is-defined.yaml': [
    `${local}; the section is named Parameter; variables are a list and an object`,
    'UnknownMember',
    'UnknownReference',
    'WrongType',
  ],
  'cfn-lint-good/custom/is-not-defined.yaml': [`${local}; all variables together are a text`, 'WrongType'],
  'cfn-lint-good/custom/numeric-inequalities-large.yaml': [
    `${local}; ${runtime}`,
    'RuntimeBlocked',
    'WrongType',
  ],
  'cfn-lint-good/custom/numeric-inequalities-small.yaml': [
    `${local}; ${runtime}`,
    'RuntimeBlocked',
    'WrongType',
  ],
  'cfn-lint-good/functions/relationship_conditions.yaml': [
    `${runtime}; a function has no role where a condition does not hold`,
    'MissingProperty',
    'RuntimeBlocked',
  ],
  'cfn-lint-good/functions/sub.yaml': ['a nested stack has properties of a product', 'UnknownProperty'],
  'cfn-lint-good/functions/sub_needed.yaml': [
    'a fragment: what it refers to is not in it',
    'UnknownReference',
  ],
  'cfn-lint-good/parameters/not_used_parameters.yaml': [runtime, 'RuntimeBlocked'],
  'cfn-lint-good/parameters/used_transforms.yaml': [runtime, 'RuntimeBlocked'],
  'cfn-lint-good/some_logs_stream_lambda.yaml': [runtime, 'RuntimeBlocked'],
  'troposphere/ApiGateway.template': [runtime, 'RuntimeBlocked'],
  'troposphere/CloudFront_StreamingDistribution_S3.template': [
    'OriginAccessIdentity and Tags are required by now',
    'MissingProperty',
  ],
  'troposphere/CloudWatchEventsSample.template': [
    `a fragment: its role is not in it; ${runtime}`,
    'RuntimeBlocked',
    'UnknownReference',
  ],
  'troposphere/CodePipeline.template': ['a fragment: its parameters are not in it', 'UnknownReference'],
  'troposphere/EC2Conditions.template': ['a condition is not declared', 'UnknownCondition'],
  'troposphere/IAM_Users_snippet.template': [
    'a fragment: what it refers to is not in it',
    'UnknownReference',
  ],
  'troposphere/IoTAnalytics.template': [
    'roles are no ARNs, and a prefix does not end with a slash',
    'LengthOutOfRange',
    'PatternMismatch',
  ],
  'troposphere/IoTSample.template': ['a status is the name of a parameter, not a Ref', 'ValueNotAllowed'],
  'troposphere/Lambda.template': [runtime, 'RuntimeBlocked'],
  'troposphere/OpenStack_AutoScaling.template': ['written for another cloud: a list is a Ref', 'WrongType'],
  'troposphere/RDS_VPC.template': ['a default is not among the allowed values', 'BadDefault'],
  'troposphere/RedshiftServerless.template': ['a name has capitals', 'PatternMismatch'],
  'troposphere/Serverless_Api_Backend.template': [runtime, 'RuntimeBlocked'],
  'troposphere/Serverless_Deployment_Preference.template': [runtime, 'RuntimeBlocked'],
  'troposphere/Serverless_S3_Processor.template': [runtime, 'RuntimeBlocked'],
};

const files = (present ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [])
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => /\.(?:json|ya?ml|template)$/.test(file) && !file.includes('__init__'));

describe.skipIf(!present)('recorded templates', () => {
  it('are many', () => {
    expect(files.length).toBeGreaterThan(180);
    expect(Object.keys(faulty).filter((file) => !files.includes(file))).toEqual([]);
  });

  it.each(files)('have no errors but the true ones: %s', (file) => {
    const template = parseTemplate(readFileSync(join(folder, file), 'utf8')).toJson({ validate: false });
    const errors = check(template).filter(({ severity }) => severity === 'error');
    const [, ...expected] = faulty[file] ?? [''];
    expect([...new Set(errors.map(({ id }) => id))].sort()).toEqual(expected);
  });
});
