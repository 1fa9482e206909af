import { isUnread, type Unread } from '../json.ts';
import { createScope, type ServerlessGiven } from './create-scope.ts';
import { BEFORE, EXPANDERS } from './expanders.ts';
import { members } from './expressions.ts';
import { REFUSED, withGlobals } from './globals.ts';
import { isServerless } from './is-serverless.ts';
import { withReferred } from './references.ts';
import type { Expanded, LeftOut, ServerlessScope } from './scope.ts';

const PREFIX = 'AWS::Serverless::';

/**
 * Makes of a template what the transform `AWS::Serverless-2016-10-31` makes of it when a stack is deployed: functions
 * with their roles, permissions, subscriptions and mappings. What it cannot make stays as it is, and is told. Never
 * throws.
 *
 * @example
 * const { template, left } = expandServerless(written);
 *
 * @see https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html
 */
export function expandServerless(template: unknown, given: ServerlessGiven = {}): Expanded {
  if (!isUnread(template)) return { template, from: new Map(), left: [] };
  const { scope, resources, conditions, from, referred, left } = createScope(template, given);
  mergeGlobals(scope, resources);
  for (const prepare of BEFORE) prepare(scope);
  for (const [type, expand] of EXPANDERS) {
    for (const [logicalId, resource] of scope.ofType(type)) {
      const isLeft = left.some((each) => each.logicalId === logicalId && each.from.length === 2);
      if (!isLeft) expand(scope, logicalId, resource);
    }
  }
  const written = members(template['Conditions']);
  const added = [...conditions].filter(([name]) => !Object.hasOwn(written, name));
  const all = Object.fromEntries(resources);
  for (const each of left) keepEvent(all, template, each);
  return {
    template: {
      ...template,
      ...(added.length > 0 && {
        Conditions: { ...written, ...Object.fromEntries(added) },
      }),
      Resources: referred.size > 0 ? withReferred(all, referred) : all,
    },
    from,
    left,
  };
}

function mergeGlobals(scope: ServerlessScope, resources: ReadonlyMap<string, unknown>): void {
  for (const [logicalId, resource] of resources) {
    if (!isUnread(resource)) continue;
    const { Type: type, Properties: properties, IgnoreGlobals: ignored } = resource;
    if (typeof type !== 'string' || !type.startsWith(PREFIX)) continue;
    const globals = scope.globals(type.slice(PREFIX.length));
    if (!Object.hasOwn(members(scope.template['Globals']), type.slice(PREFIX.length))) continue;
    const own = properties === undefined ? {} : properties;
    const merged = isUnread(own) ? withGlobals(globals, own, ignored) : REFUSED;
    if (merged === REFUSED)
      scope.leave(logicalId, ['Resources', logicalId], 'its IgnoreGlobals, or its Properties, are not read');
    else scope.change(logicalId, withProperties(resource, merged));
  }
}

function withProperties(resource: Unread, properties: Unread): Unread {
  return { ...resource, Properties: properties };
}

/** An event that is left stays with the resource, so that it can be shown what it names. */
function keepEvent(
  all: Record<string, unknown>,
  template: Unread,
  { logicalId, from: [, , , section, name] }: LeftOut,
): void {
  const resource = all[logicalId];
  if (section !== 'Events' || name === undefined || !isUnread(resource)) return;
  const written = members(members(members(template['Resources'])[logicalId])['Properties']);
  const event = members(written['Events'])[String(name)];
  const properties = members(resource['Properties']);
  all[logicalId] = {
    ...resource,
    Properties: { ...properties, Events: { ...members(properties['Events']), [String(name)]: event } },
  };
}

/** What `expandServerless` makes of a template and of those nested in it. */
export interface ExpandedStacks extends Expanded {
  readonly nested: Readonly<Record<string, unknown>> | undefined;
}

/** Expands a template, and the templates of nested stacks by the logical ids of the stacks. */
export function expandStacks(
  template: unknown,
  nested: Readonly<Record<string, unknown>> | undefined,
  given: ServerlessGiven,
): ExpandedStacks {
  const outer = isServerless(template)
    ? expandServerless(template, given)
    : { template, from: new Map(), left: [] };
  if (nested === undefined) return { ...outer, nested };
  const left = [...outer.left];
  const inner = Object.entries(nested).map(([stack, each]) => {
    if (!isServerless(each)) return [stack, each];
    const expanded = expandServerless(each, { isNested: true });
    for (const { logicalId, from, why } of expanded.left) {
      const [section = '', id = '', ...rest] = from;
      left.push({ logicalId: `${stack}/${logicalId}`, from: [section, `${stack}/${id}`, ...rest], why });
    }
    return [stack, expanded.template];
  });
  return { ...outer, left, nested: Object.fromEntries(inner) };
}
