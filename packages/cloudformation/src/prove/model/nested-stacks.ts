import { asText, isUnread, type Unread } from './json.ts';
import { type Names, rewrite, rewriteCondition } from './rewrite.ts';

/** Templates of nested stacks: by the logical id of the stack, `Outer/Inner` for one in a nested one. */
export type NestedTemplates = Readonly<Record<string, unknown>>;

/** More resources than this in all are not written out. */
const MOST = 2_500;
/** Expressions that are passed down and up again could grow without end. */
const DEEPEST = 10;
const SECTIONS = ['Parameters', 'Mappings', 'Conditions', 'Resources'] as const;

/**
 * Puts the resources of nested stacks into the template that they are nested in, as `Nested/Topic`: their parameters
 * are what they are given, and their outputs what they yield, so that all of it is one template to prove. What is not
 * given is left as it is.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-nested-stacks.html
 */
export function withNested(template: unknown, nested: NestedTemplates): unknown {
  if (!isUnread(template) || Object.keys(nested).length === 0) return template;
  const made: Record<(typeof SECTIONS)[number], Record<string, unknown>> = {
    Parameters: {},
    Mappings: {},
    Conditions: {},
    Resources: {},
  };
  const transforms: unknown[] = [];
  let left = MOST;

  /** Writes one template out, and tells how its outputs are read. */
  function write({ template: own, prefix, passed, condition, depth }: Stack): Outputs {
    const members = (key: string): Unread => {
      const found = own[key];
      return isUnread(found) ? found : {};
    };
    const stacks = new Map<string, Outputs>();
    const under = new Set<string>();
    const rename = (name: string) => (name.startsWith('AWS::') ? name : `${prefix}${name}`);
    const names: Names = {
      rename,
      ref(name) {
        const declared = members('Parameters')[name];
        const value = passed?.(name);
        if (declared !== undefined && value !== undefined && isPlain(declared)) return typed(declared, value);
        // A nested stack has a name and an id of its own.
        const isOwn = prefix !== '' && (name === 'AWS::StackName' || name === 'AWS::StackId');
        return { Ref: isOwn ? `${prefix}${name}` : rename(name) };
      },
      attribute(logicalId, attribute) {
        if (!attribute.startsWith('Outputs.')) return undefined;
        const key = `${logicalId}.${attribute}`;
        if (under.has(key)) return undefined;
        under.add(key);
        const value = outputsOf(logicalId)?.(attribute.slice('Outputs.'.length));
        under.delete(key);
        return value;
      },
    };

    function outputsOf(logicalId: string): Outputs | undefined {
      const known = stacks.get(logicalId);
      if (known !== undefined) return known;
      const inner = nested[`${prefix}${logicalId}`];
      const stack = members('Resources')[logicalId];
      if (depth >= DEEPEST || !isUnread(inner) || !isStack(stack)) return undefined;
      const properties = isUnread(stack['Properties']) ? stack['Properties'] : {};
      const given = isUnread(properties['Parameters']) ? properties['Parameters'] : {};
      const outputs = write({
        template: inner,
        prefix: `${prefix}${logicalId}/`,
        passed: (name) => (Object.hasOwn(given, name) ? rewrite(given[name], names) : undefined),
        condition: both(conditionOf(stack, rename), condition, `${prefix}${logicalId}`),
        depth: depth + 1,
      });
      stacks.set(logicalId, outputs);
      return outputs;
    }

    /** The name of a condition that holds where both do. */
    function both(one: string | undefined, other: string | undefined, at: string): string | undefined {
      if (one === undefined || other === undefined) return one ?? other;
      const name = `${at}: ${other}, ${one}`;
      made.Conditions[name] = { 'Fn::And': [{ Condition: other }, { Condition: one }] };
      return name;
    }

    for (const [name, declared] of Object.entries(members('Parameters')))
      if (passed?.(name) === undefined || !isPlain(declared))
        made.Parameters[rename(name)] = hidden(declared, passed?.(name));
    for (const [name, mapping] of Object.entries(members('Mappings'))) made.Mappings[rename(name)] = mapping;
    for (const [name, expression] of Object.entries(members('Conditions')))
      made.Conditions[rename(name)] = rewriteCondition(expression, names);
    const resources = Object.entries(members('Resources'));
    for (const [logicalId, resource] of resources) {
      if (left <= 0) break;
      if (outputsOf(logicalId) !== undefined) continue;
      left--;
      made.Resources[named(logicalId, rename)] = isUnread(resource)
        ? {
            ...renamed(resource, rename, names),
            ...condensed(both(conditionOf(resource, rename), condition, rename(logicalId))),
          }
        : loopOf(resource, rename, names);
    }
    transforms.push(own['Transform']);
    const declared = members('Outputs');
    return (name) => {
      const output = declared[name];
      return isUnread(output) && Object.hasOwn(output, 'Value') ? rewrite(output['Value'], names) : undefined;
    };
  }

  write({ template, prefix: '', passed: undefined, condition: undefined, depth: 0 });
  return {
    ...template,
    ...made,
    Transform: [...new Set(transforms.flat().filter((each) => each !== undefined))],
  };
}

/** Reads an output by name: an expression, undefined for one that is not there. */
type Outputs = (name: string) => unknown;

interface Stack {
  readonly template: Unread;
  /** `Nested/`, empty for the outermost. */
  readonly prefix: string;
  /** What is passed for a parameter, as an expression. */
  readonly passed: ((name: string) => unknown) | undefined;
  /** The condition under which the stack is there at all. */
  readonly condition: string | undefined;
  readonly depth: number;
}

function isStack(resource: unknown): resource is Unread {
  return isUnread(resource) && resource['Type'] === 'AWS::CloudFormation::Stack';
}

function conditionOf(resource: Unread, rename: (name: string) => string): string | undefined {
  const condition = resource['Condition'];
  return typeof condition === 'string' ? rename(condition) : undefined;
}

function condensed(condition: string | undefined): Unread {
  return condition === undefined ? {} : { Condition: condition };
}

function renamed(resource: Unread, rename: (name: string) => string, names: Names): Unread {
  const before = [resource['DependsOn']].flat().filter((each) => typeof each === 'string');
  return { ...resource, DependsOn: before.map(rename), Properties: rewrite(resource['Properties'], names) };
}

/** A loop keeps its word, so that it is seen to be one. */
function named(logicalId: string, rename: (name: string) => string): string {
  const word = 'Fn::ForEach::';
  return logicalId.startsWith(word) ? `${word}${rename(logicalId.slice(word.length))}` : rename(logicalId);
}

/** A loop over resources: the names in its body are the template's. */
function loopOf(value: unknown, rename: (name: string) => string, names: Names): unknown {
  if (!Array.isArray(value)) return value;
  const [variable, collection, body]: readonly unknown[] = value;
  if (!isUnread(body)) return value;
  const local = new Set(typeof variable === 'string' ? [variable] : []);
  const inner: Names = {
    ...names,
    ref: (name) => (local.has(name) ? { Ref: name } : names.ref(name)),
    attribute: names.attribute,
  };
  const entries = Object.entries(body).map(([key, each]): readonly [string, unknown] => [
    named(key, rename),
    isUnread(each) ? renamed(each, rename, inner) : loopOf(each, rename, inner),
  ]);
  return [variable, rewrite(collection, names), Object.fromEntries(entries)];
}

/** Whether what is passed is the value: of a secret it must not show, of a stored one it is only the name. */
function isPlain(declared: unknown): boolean {
  if (!isUnread(declared)) return false;
  const { NoEcho: noEcho, Type: type } = declared;
  return !/^true$/i.test(String(noEcho)) && !asText(type).startsWith('AWS::SSM::Parameter::Value');
}

/** A parameter that is given something that is not its value has no default. */
function hidden(declared: unknown, passed: unknown): unknown {
  if (passed === undefined || !isUnread(declared)) return declared;
  const { Default: _, ...rest } = declared;
  return rest;
}

function typed(declared: unknown, value: unknown): unknown {
  const type = isUnread(declared) ? asText(declared['Type']) : '';
  return type === 'CommaDelimitedList' || type.includes('List<') ? { 'Fn::Split': [',', value] } : value;
}
