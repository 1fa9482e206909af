import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseTemplate, TemplateError, type TemplateJson } from '@wayleave/cloudformation';
import { describe, expect, test } from 'vitest';
import { prove } from '../../src/prove/prove.ts';
import { expectAllRight } from './rules/support.ts';

const root = resolve(import.meta.dirname, '../../../..');
const folder = join(resolve(root, process.env['WAYLEAVE_CORPORA'] ?? '../shared/corpora'), 'aws/templates');
const present = existsSync(folder);
if (!present) console.warn(`No recorded templates at ${folder}; their tests are skipped (WAYLEAVE_CORPORA).`);

/** What is told of a template besides infos, and each denied hop. Every row was looked at, and is true. */
const told: Readonly<Record<string, readonly string[]>> = {
  // Its role has no policy at all, and the function only where isPrimary holds.
  'cfn-lint-good/core/conditions.yaml': ['denied AMIIDLookup-write-logs-/aws/lambda/AMIIDLookup'],
  // LambdaExecutionRole has no policy at all.
  'cfn-lint-good/custom/is-defined.yaml': denials(
    'LambdaFunctionTestDefinedArray',
    'LambdaFunctionTestDefinedEmpty',
    'LambdaFunctionTestDefinedGetAttr',
    'LambdaFunctionTestDefinedObject',
    'LambdaFunctionTestDefinedRef',
    'LambdaFunctionTestDefinedValue',
  ),
  // The same.
  'cfn-lint-good/custom/is-not-defined.yaml': denials(
    'LambdaFunctionTestNotDefinedFromParent',
    'LambdaFunctionTestNotDefinedFromProperties',
    'LambdaFunctionTestNotDefinedRefAWSNoValue',
    'LambdaFunctionTestNotDefinedWithSiblings',
  ),
  // The same.
  'cfn-lint-good/custom/numeric-inequalities-large.yaml': denials(
    'TimeoutInNumericsFunction',
    'TimeoutInStringFunction',
  ),
  'cfn-lint-good/custom/numeric-inequalities-small.yaml': denials(
    'TimeoutInNumericsFunction',
    'TimeoutInStringFunction',
  ),
  // What its loop is over depends on a parameter without a value.
  'cfn-lint-good/functions/foreach.yaml': ['warning LoopOverUnknown Fn::ForEach::Buckets'],
  // Action * on Resource *, for EC2.
  'cfn-lint-good/generic.yaml': ['warning WildcardAction RolePolicies', 'warning WildcardAction RootRole'],
  // User data, and a table's attributes, that AWS::Include brings.
  'cfn-lint-good/functions/sub.yaml': ['warning MacroNotRun LaunchConfiguration'],
  'cfn-lint-good/parameters/not_used_parameters.yaml': ['warning MacroNotRun LaunchConfiguration'],
  'cfn-lint-good/parameters/used_transforms.yaml': ['warning MacroNotRun LaunchConfiguration'],
  'cfn-lint-good/resources/dynamodb/attributes_transform.yaml': [
    'warning MacroNotRun DDBTableTransformAttributeDefinitions',
    'warning MacroNotRun DDBTableTransformBoth',
    'warning MacroNotRun DDBTableTransformKeySchema',
  ],
  // logs:* on * for CodeBuild.
  'cfn-lint-good/resources/iam/ref_with_path.yaml': ['warning WildcardAction CodeBuildRole'],
  // Both permissions name sns.amazonaws.com and no source; the roles have Action * on Resource *, for EC2.
  'cfn-lint-good/resources/primary_identifiers.yaml': [
    'warning ConfusedDeputy FunctionPermission1',
    'warning ConfusedDeputy FunctionPermission2',
    'warning WildcardAction RootRole',
    'warning WildcardAction RootRole3',
    'warning WildcardAction RootRole4',
  ],
  // Principal * without a condition.
  'cfn-lint-good/resources/properties/hard_coded_arn_properties_cdk.yaml': [
    'warning OpenToAnybody SampleBadBucketPolicy',
  ],
  'cfn-lint-good/resources/properties/hard_coded_arn_properties_sam.yaml': [
    'warning OpenToAnybody SampleBadBucketPolicy',
  ],
  // Its condition is on aws:Referer, which anybody may write into a request.
  'cfn-lint-good/resources/s3/access-control-obsolete.yaml': ['warning OpenToAnybody BucketPolicy'],
  // Its state machine has neither Role nor Policies: the role that is made for it allows nothing.
  'cfn-lint-good/transform/language_extension.yaml': [
    'denied TestStateMachine-invoke-arn:aws:lambda:us-east-1:<REDACTED>:function:print-event',
  ],
  // Their macros may do anything.
  'cfn-lint-good/transform/list_transform_many.yaml': ['warning MacroNotRun undefined'],
  'cfn-lint-good/transform/list_transform_not_sam.yaml': ['warning MacroNotRun undefined'],
  // Its execution role has logs:* and lambda:*.
  'troposphere/ApiGateway.template': ['warning WildcardAction LambdaExecutionRole'],
  // The same.
  'troposphere/BatchEventSnsLambda.template': ['warning WildcardAction LambdaExecutionRole'],
  // Topic and bucket let CloudTrail act for any trail.
  'troposphere/CloudTrail.template': [
    'warning ConfusedDeputy BucketPolicy',
    'warning ConfusedDeputy TopicPolicy',
  ],
  // cloudwatch:* on *, for EC2.
  'troposphere/ECSCluster.template': ['warning WildcardAction PolicyCloudwatch'],
  // Every action but iam:*, for EC2.
  'troposphere/ElasticBeanstalk_Nodejs_Sample.template': ['warning AllowsAllBut WebServerRolePolicy'],
  // Its execution role has logs:*.
  'troposphere/Lambda.template': ['warning WildcardAction LambdaExecutionRole'],
};

function denials(...functions: readonly string[]): readonly string[] {
  return functions.map((name) => `denied ${name}-write-logs-/aws/lambda/${name}`);
}

function seriousIn(template: TemplateJson): readonly string[] {
  const { findings, hops } = prove(template);
  const serious = findings.filter(({ severity }) => severity !== 'info');
  return [
    ...new Set([
      ...serious.map(({ severity, id, logicalId }) => `${severity} ${id} ${logicalId}`),
      ...hops.filter(({ answer }) => answer === 'denied').map(({ id }) => `denied ${id}`),
    ]),
  ].toSorted();
}

/** One of them is an empty file. */
function read(file: string): TemplateJson | undefined {
  try {
    return parseTemplate(readFileSync(file, 'utf8')).toJson({ validate: false });
  } catch (error) {
    if (error instanceof TemplateError) return undefined;
    throw error;
  }
}

describe.skipIf(!present)('recorded templates', () => {
  const files = present ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
  const templates = files
    .filter((file) => /\.(json|yaml|yml|template)$/.test(file))
    .flatMap((file) => {
      const template = read(join(folder, file));
      return template === undefined ? [] : [[file, template] as const];
    })
    .toSorted(([one], [other]) => (one < other ? -1 : 1));

  test('are many', () => {
    expect(templates.length).toBeGreaterThan(150);
  });

  test('are proved, each time with the same answer', () => {
    for (const [file, template] of templates) {
      expect(JSON.stringify(prove(template)), file).toBe(JSON.stringify(prove(template)));
    }
  });

  test('are found without an error, and denied and warned of where that is true', () => {
    const found = templates.map(([file, template]) => [file, seriousIn(template)] as const);
    expect(Object.fromEntries(found.filter(([, ids]) => ids.length > 0))).toEqual(told);
  });

  test('are mended by the patches of their findings', () => {
    const patches = templates.map(([, template]) => expectAllRight(template));
    expect(patches.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(20);
  });
});
