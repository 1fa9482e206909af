import type { Assumption } from './solve-conditions.ts';

/** What kind of place data is in: it decides which functions are legal there. */
type PlaceKind = 'value' | 'condition' | 'comparison' | 'rule' | 'metadata' | 'policy';

/** A place in a template, as far as references inside it depend on it. */
export interface Place {
  readonly kind: PlaceKind;
  /** The resource it belongs to. */
  readonly owner?: string;
  /** What is taken to hold here: the resource's condition and the branches above. */
  readonly assumptions: readonly Assumption[];
  /** Why no resource may be referred to here. */
  readonly resourceFree?: string;
  /** The variables of the loops around. */
  readonly locals?: readonly string[];
}

const values: ReadonlySet<string> = new Set([
  'Ref',
  'Fn::Base64',
  'Fn::Cidr',
  'Fn::FindInMap',
  'Fn::GetAtt',
  'Fn::GetAZs',
  'Fn::GetStackOutput',
  'Fn::If',
  'Fn::ImportValue',
  'Fn::Join',
  'Fn::Length',
  'Fn::Select',
  'Fn::Split',
  'Fn::Sub',
  'Fn::ToJsonString',
  'Fn::Transform',
]);

const conditions: ReadonlySet<string> = new Set([
  'Fn::And',
  'Fn::Or',
  'Fn::Not',
  'Fn::Equals',
  'Fn::Transform',
]);

const comparisons: ReadonlySet<string> = new Set([
  'Ref',
  'Fn::FindInMap',
  'Fn::Sub',
  'Fn::Join',
  'Fn::Select',
  'Fn::Split',
  'Fn::Length',
  'Fn::ToJsonString',
  'Fn::Transform',
]);

const rules: ReadonlySet<string> = new Set([
  ...conditions,
  ...comparisons,
  'Fn::Contains',
  'Fn::EachMemberEquals',
  'Fn::EachMemberIn',
  'Fn::RefAll',
  'Fn::ValueOf',
  'Fn::ValueOfAll',
]);

const policies: ReadonlySet<string> = new Set(['Ref', 'Fn::FindInMap', 'Fn::If', 'Fn::Select', 'Fn::Sub']);

/** The functions that are legal in each kind of place. */
export const legal: Readonly<Record<PlaceKind, ReadonlySet<string>>> = {
  value: values,
  metadata: values,
  condition: conditions,
  comparison: comparisons,
  rule: rules,
  policy: policies,
};

/** Every function that CloudFormation knows anywhere. */
export const functions: ReadonlySet<string> = new Set([...values, ...rules]);

/** What each function yields, where that does not depend on its argument. */
export const yields: ReadonlyMap<string, 'text' | 'number' | 'list'> = new Map([
  ['Fn::Base64', 'text'],
  ['Fn::Cidr', 'list'],
  ['Fn::GetAZs', 'list'],
  ['Fn::ImportValue', 'text'],
  ['Fn::Join', 'text'],
  ['Fn::Length', 'number'],
  ['Fn::Split', 'list'],
  ['Fn::Sub', 'text'],
  ['Fn::ToJsonString', 'text'],
]);

/** The functions of `AWS::LanguageExtensions`. */
export const extensions: ReadonlySet<string> = new Set(['Fn::Length', 'Fn::ToJsonString', 'Fn::ForEach']);
