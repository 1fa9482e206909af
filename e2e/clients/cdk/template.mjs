/** The types of resources that do nothing but allow something. */
const policies = new Set([
  'AWS::IAM::Policy',
  'AWS::Lambda::Permission',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
]);

/** A template as CDK would have written it, had it forgotten each permission and each policy. @param {any} template @returns {any} */
export function withoutPolicies(template) {
  const kept = Object.entries(template.Resources).filter(([, { Type }]) => !policies.has(Type));
  return { ...template, Resources: Object.fromEntries(kept) };
}

/** What is at a path of a template. @param {any} template @param {readonly (string | number)[]} path @returns {any} */
export function valueAt(template, path) {
  let data = template;
  for (const step of path) data = data?.[step];
  return data;
}

/** The statement at a path. @param {any} template @param {readonly (string | number)[]} path */
export function statementAt(template, path) {
  const data = valueAt(template, path);
  if (typeof data?.Effect !== 'string') throw new TypeError(`There is no statement at ${path.join('.')}.`);
  return data;
}

/** @param {unknown} data @returns {readonly unknown[]} */
export const listOf = (data) => (Array.isArray(data) ? data : data === undefined ? [] : [data]);
