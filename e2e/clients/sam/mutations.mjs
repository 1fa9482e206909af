import { randomFrom, seedOf, some } from '../oracle/mutate/random.mjs';

/** @typedef {readonly (string | number)[]} Path */
/** @typedef {{ readonly path: Path, readonly value: any }} Slot */

/**
 * A template with one change.
 *
 * @typedef {object} Mutation
 * @property {string} base the template
 * @property {string} kind of the change
 * @property {string} mutation the change: `event removed at Resources.Worker.Properties.Events.Job`
 * @property {any} template
 */

/** @param {readonly string[]} services */
function trusting(...services) {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: services }, Action: 'sts:AssumeRole' }],
  };
}

/** A role that Lambda, Step Functions and the scheduler may assume, and that may do nothing. */
const powerless = {
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: trusting(
      ...['lambda', 'states', 'scheduler', 'apigateway'].map((service) => `${service}.amazonaws.com`),
    ),
  },
};
const withPowerless = (/** @type {any} */ template) => {
  template.Resources.Powerless = structuredClone(powerless);
};

const withSometimes = (/** @type {any} */ template) => {
  template.Parameters = { ...template.Parameters, When: { Type: 'String' } };
  template.Conditions = { ...template.Conditions, Sometimes: { 'Fn::Equals': [{ Ref: 'When' }, 'now'] } };
};

const isRecord = (/** @type {unknown} */ value) =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every value of a template, with the way to it. @param {any} value @param {Path} [path] @returns {Generator<Slot>} */
function* slots(value, path = []) {
  yield { path, value };
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value))
    yield* slots(child, [...path, Array.isArray(value) ? Number(key) : key]);
}

/** @param {any} template @param {(path: Path, value: any) => boolean} is */
const where = (template, is) => [...slots(template)].filter(({ path, value }) => is(path, value));

/** Of a place in a resource of SAM's. @param {any} template @param {Path} path */
const isServerless = (template, [section, id = '']) =>
  section === 'Resources' && String(template.Resources[id]?.Type).startsWith('AWS::Serverless::');

/** Of a place where a function like `Fn::If` may be: of a workflow, SAM makes substitutions of it, which must be texts. @param {any} template @param {Path} path */
const isOptional = (template, path) =>
  isServerless(template, path) &&
  path.length >= 4 &&
  !String(path[3]).startsWith('Definition') &&
  !path.some((step) => step === 'Ref' || String(step).startsWith('Fn::'));

/** A property of each function and state machine, whether they have it or not. @param {string} name */
const propertyOfEach = (name) => (/** @type {any} */ template) =>
  Object.entries(template.Resources)
    .filter(([, { Type: type }]) => /^AWS::Serverless::(Function|StateMachine)$/.test(type))
    .map(([id, { Properties: own }]) => ({ path: ['Resources', id, 'Properties', name], value: own[name] }));

/** What a reference is made to by: its logical id. @param {any} value @returns {string | undefined} */
const referred = (value) => {
  if (!isRecord(value) || Object.keys(value).length !== 1) return undefined;
  const name = value['Ref'] ?? value['Fn::GetAtt']?.[0];
  return typeof name === 'string' && !name.includes(':') ? name : undefined;
};

/** A reference to something else of the same template: of the same type, or else of any. @param {any} template @param {any} value */
function otherwise(template, value) {
  const id = /** @type {string} */ (referred(value));
  const { Type: type } = template.Resources[id];
  const others = Object.keys(template.Resources).filter((each) => each !== id);
  const other = others.find((each) => template.Resources[each].Type === type) ?? others[0] ?? id;
  const attribute = value['Fn::GetAtt']?.[1];
  return attribute === undefined ? { Ref: other } : { 'Fn::GetAtt': [other, attribute] };
}

/** The same reference, written as a text. @param {any} value */
const asText = (value) => ({
  'Fn::Sub': `\${${'Ref' in value ? value.Ref : value['Fn::GetAtt'].join('.')}}`,
});

const isResourceReference = (/** @type {any} */ template, /** @type {any} */ value) =>
  Object.hasOwn(template.Resources, referred(value) ?? '');

/**
 * The changes: what each applies to, and what it puts there (nothing removes it). `also` changes the rest.
 *
 * @type {Record<string, { find: (template: any) => readonly Slot[], put?: (value: any, template: any) => unknown, also?: (template: any, value: any) => void, most?: number }>}
 */
const changes = {
  'policy removed': {
    find: (template) =>
      where(template, (path) => isServerless(template, path) && path.length === 5 && path[3] === 'Policies'),
  },
  'policies replaced by a denial': {
    find: (template) =>
      where(template, (path) => isServerless(template, path) && path.length === 4 && path[3] === 'Policies'),
    put: () => [{ Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] }],
  },
  'event removed': {
    find: (template) =>
      where(template, (path) => isServerless(template, path) && path.length === 5 && path[3] === 'Events'),
  },
  'reference to another resource': {
    find: (template) =>
      where(template, (path, value) => isServerless(template, path) && isResourceReference(template, value)),
    put: (value, template) => otherwise(template, value),
    most: 3,
  },
  'reference as a text': {
    find: (template) =>
      where(template, (path, value) => isServerless(template, path) && isResourceReference(template, value)),
    put: asText,
    most: 1,
  },
  'reference joined': {
    find: (template) =>
      where(template, (path, value) => isServerless(template, path) && isResourceReference(template, value)),
    put: (value) => ({ 'Fn::Join': ['', [value]] }),
    most: 1,
  },
  'choice of two references': {
    find: (template) =>
      where(template, (path, value) => isServerless(template, path) && isResourceReference(template, value)),
    put: (value, template) => ({ 'Fn::If': ['Sometimes', otherwise(template, value), value] }),
    also: withSometimes,
    most: 1,
  },
  'value under a condition': {
    find: (template) => where(template, (path) => isOptional(template, path)),
    put: (value) => ({ 'Fn::If': ['Sometimes', value, { Ref: 'AWS::NoValue' }] }),
    also: withSometimes,
    most: 1,
  },
  'text by a parameter': {
    find: (template) =>
      where(template, (path, value) => isOptional(template, path) && typeof value === 'string'),
    put: () => ({ Ref: 'GivenText' }),
    also: (template, value) => {
      template.Parameters = { ...template.Parameters, GivenText: { Type: 'String', Default: value } };
    },
    most: 1,
  },
  'policies as one': {
    find: (template) =>
      where(template, (path) => isServerless(template, path) && path.length === 4 && path[3] === 'Policies'),
    put: (value) => (Array.isArray(value) ? value[0] : [value]),
  },
  'trust in another service': {
    find: propertyOfEach('AssumeRolePolicyDocument'),
    put: () => trusting('ec2.amazonaws.com'),
    most: 1,
  },
  'boundary added': {
    find: propertyOfEach('PermissionsBoundary'),
    put: () => 'arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess',
    most: 1,
  },
  'function named': { find: propertyOfEach('FunctionName'), put: () => 'worker', most: 1 },
  'property removed': {
    find: (template) =>
      where(
        template,
        (path) =>
          isServerless(template, path) &&
          path.length === 4 &&
          !['Events', 'Runtime', 'Handler', 'InlineCode'].includes(String(path[3])),
      ),
    most: 1,
  },
  'property of an event removed': {
    find: (template) =>
      where(template, (path) => isServerless(template, path) && path.length === 7 && path[3] === 'Events'),
    most: 1,
  },
  'role without rights': {
    find: propertyOfEach('Role'),
    put: () => ({ 'Fn::GetAtt': ['Powerless', 'Arn'] }),
    also: withPowerless,
    most: 1,
  },
  'another role for an event': {
    find: (template) =>
      where(template, (path) => isServerless(template, path) && path[6] === 'RoleArn' && path.length === 7),
    put: () => ({ 'Fn::GetAtt': ['Powerless', 'Arn'] }),
    also: withPowerless,
  },
  'alias added': {
    find: propertyOfEach('AutoPublishAlias'),
    put: () => 'current',
    most: 1,
  },
  'condition flipped': {
    find: (template) => where(template, (path) => path.length === 2 && path[0] === 'Conditions'),
    put: (value) => ({ 'Fn::Not': [value] }),
  },
  'condition of a resource removed': {
    find: (template) => where(template, (path) => path.length === 3 && path[2] === 'Condition'),
  },
  'condition added': {
    find: (template) =>
      Object.keys(template.Resources).map((id) => ({
        path: ['Resources', id, 'Condition'],
        value: undefined,
      })),
    put: () => 'Sometimes',
    also: withSometimes,
    most: 1,
  },
  'Globals removed': {
    find: (template) => where(template, (path) => path[0] === 'Globals' && path.length <= 3),
  },
  'DependsOn removed': {
    find: (template) => where(template, (path) => path.length === 3 && path[2] === 'DependsOn'),
  },
  'connector removed': {
    find: (template) => where(template, (path) => path.length === 4 && path[2] === 'Connectors'),
  },
  'resource removed': {
    find: (template) => where(template, (path) => path.length === 2 && path[0] === 'Resources'),
    most: 1,
  },
};

export const kinds = Object.keys(changes);

/** The kind of a template that is not changed. */
export const asWritten = 'as written';

/** A template as it is written, and changed in many ways; always in the same ones. @param {string} base @param {any} template @returns {Generator<Mutation>} */
export function* mutationsOf(base, template) {
  yield { base, kind: asWritten, mutation: asWritten, template };
  for (const [kind, { find, put, also, most = Number.POSITIVE_INFINITY }] of Object.entries(changes)) {
    const random = randomFrom(seedOf(`${base} ${kind}`));
    for (const { path, value } of some(find(template), most, random)) {
      const changed = structuredClone(template);
      also?.(changed, value);
      set(changed, path, put?.(value, template));
      yield { base, kind, mutation: `${kind} at ${path.join('.')}`, template: changed };
    }
  }
}

/** Puts a value at a path, or removes what is there. @param {any} template @param {Path} path @param {unknown} value */
function set(template, path, value) {
  const last = /** @type {string | number} */ (path.at(-1));
  const parent = path.slice(0, -1).reduce((at, step) => at[step], template);
  if (value !== undefined) parent[last] = value;
  else if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else delete parent[last];
}
