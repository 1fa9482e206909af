import { listOf, type PolicyDocument } from '../policy.ts';
import { PolicyError } from '../policy-error.ts';

/** The further rules of policies of users and roles, in the order in which IAM looks at them. */
export function checkIdentityPolicy(document: PolicyDocument): void {
  if (document.Version !== '2012-10-17') {
    const words = 'Policy document must be version 2012-10-17 or greater.';
    throw new PolicyError(words, 'Version', 'it is absent or older');
  }
  const statements = [...listOf(document.Statement).entries()];
  for (const [index, { Principal, NotPrincipal }] of statements) {
    if (Principal !== undefined || NotPrincipal !== undefined) {
      const words = 'Policy document should not specify a principal.';
      throw new PolicyError(words, `Statement[${index}]`, 'the policy is about whoever it is attached to');
    }
  }
  for (const [index, { Resource, NotResource }] of statements) {
    if (listOf(Resource ?? NotResource).length === 0) {
      const words = 'Policy statement must contain resources.';
      throw new PolicyError(words, `Statement[${index}]`, 'it has neither Resource nor NotResource');
    }
  }
  for (const [index, { Resource, NotResource }] of statements) {
    for (const text of listOf(Resource ?? NotResource)) checkResource(text, `Statement[${index}]`);
  }
  for (const [index, { Action, NotAction }] of statements) {
    for (const text of listOf(Action ?? NotAction)) checkAction(text, `Statement[${index}]`);
  }
}

function checkResource(text: string, path: string): void {
  if (text === '*') return;
  const fail = (words: string, detail: string) => {
    throw new PolicyError(words, path, detail);
  };
  const [, partition, service, region, ...rest] = text.split(':');
  if (partition === undefined)
    fail(`Resource ${text} must be in ARN format or "*".`, `"${text}" has no colon`);
  if (!partition?.startsWith('aws')) {
    const shown = [
      'arn',
      partition,
      service || '*',
      region ?? '*',
      rest[0] ?? '*',
      rest.slice(1).join(':') || '*',
    ];
    fail(`Partition "${partition}" is not valid for resource "${shown.join(':')}".`, 'no such partition');
  }
  if (service === undefined) {
    fail('Resource vendor must be fully qualified and cannot contain regexes.', `"${text}" names no service`);
  }
  if (service === 'iam' && region) {
    fail(`IAM resource ${text} cannot contain region information.`, 'IAM has no regions');
  }
  if (service === 's3' && region) {
    fail(`Resource ${text} can not contain region information.`, 'the names of buckets have no region');
  }
}

function checkAction(text: string, path: string): void {
  const [vendor = '', name, ...more] = text.split(':');
  if (name === undefined && vendor !== '*') {
    const words = 'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.';
    throw new PolicyError(words, path, `"${text}" is not of the form service:Action`);
  }
  if (more.length > 0) {
    throw new PolicyError('Actions/Condition can contain only one colon.', path, `"${text}" has more`);
  }
  if (vendor !== '*' && !/^[a-zA-Z0-9.-]+$/.test(vendor)) {
    throw new PolicyError(`Vendor ${vendor} is not valid`, path, `"${text}" names no service`);
  }
}
