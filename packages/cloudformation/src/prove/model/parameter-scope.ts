import type { SourceLocation } from '../../finding.ts';
import type { Decide } from './conditions.ts';
import type { Whereabouts } from './forms.ts';
import { asText, isObject, type Json, text } from './json.ts';
import { NO_VALUE, type Resolved, type Scope } from './resolve.ts';
import type { Sections } from './sections.ts';
import type { Tokens } from './tokens.ts';

/** What is given from outside: where the stack will be, and its parameters. */
export interface Given {
  readonly partition: string;
  readonly region: string | undefined;
  readonly account: string | undefined;
  readonly parameters: ReadonlyMap<string, string | readonly string[]>;
  readonly sourceOf: (logicalId: string) => SourceLocation | undefined;
}

/** One way in which the unknowns of the conditions fall. */
export interface Choice {
  /** Values assumed, by parameter or pseudo parameter. */
  readonly values: ReadonlyMap<string, string>;
  /** Values that it is assumed not to have. */
  readonly not: ReadonlyMap<string, readonly string[]>;
  readonly decide: Decide;
}

/** What is taken to hold before anything is chosen. */
export const NOTHING: Choice = { values: new Map(), not: new Map(), decide: () => false };

const URL_SUFFIX: Readonly<Record<string, string>> = { 'aws-cn': 'amazonaws.com.cn' };

/** The scope of conditions, which know no resources. */
export function parameterScope(
  sections: Sections,
  given: Given,
  choice: Choice,
  tokens: Tokens,
): Omit<Scope, 'condition'> & { readonly where: Whereabouts } {
  const pseudo = (name: string, kind: 'region' | 'account' | 'stack', label: string) =>
    choice.values.get(name) ?? tokens.make(name, kind, label);
  const region = given.region ?? pseudo('AWS::Region', 'region', 'region');
  const account = given.account ?? pseudo('AWS::AccountId', 'account', 'account');
  const stack = pseudo('AWS::StackName', 'stack', 'stack');
  const urlSuffix = URL_SUFFIX[given.partition] ?? 'amazonaws.com';
  const pseudos = new Map<string, Resolved>([
    ['AWS::Region', region],
    ['AWS::AccountId', account],
    ['AWS::StackName', stack],
    ['AWS::Partition', given.partition],
    ['AWS::URLSuffix', urlSuffix],
    ['AWS::NoValue', NO_VALUE],
    ['AWS::NotificationARNs', [tokens.make('AWS::NotificationARNs', 'given', 'NotificationARNs')]],
    [
      'AWS::StackId',
      `arn:${given.partition}:cloudformation:${region}:${account}:stack/${stack}/${tokens.make('AWS::StackId', 'generated', 'id')}`,
    ],
  ]);
  const known = new Map<string, Resolved>(pseudos);
  const ref = (name: string): Resolved => {
    const found = known.get(name) ?? parameter(name, sections, given, choice, tokens);
    known.set(name, found);
    return found;
  };
  return {
    tokens,
    where: { partition: given.partition, region, account, urlSuffix },
    ref,
    attribute: (logicalId, attribute) =>
      tokens.make(`GetAtt:${logicalId}.${attribute}`, 'given', `${logicalId}.${attribute}`),
    mapping(name, top, second) {
      const row: unknown = sections.mappings.get(name)?.[top];
      return isObject(row) && Object.hasOwn(row, second) ? row[second] : undefined;
    },
  };
}

function parameter(name: string, sections: Sections, given: Given, choice: Choice, tokens: Tokens): Json {
  const declared = sections.parameters.get(name);
  if (declared === undefined) return tokens.make(`Ref:${name}`, 'given', name);
  const type = asText(declared['Type']);
  const value =
    choice.values.get(name) ?? (isSecretOrStored(declared, type) ? undefined : chosen(name, declared, given));
  if (value === undefined) return standIn(name, declared, choice, tokens, type);
  if (!isList(type)) return typeof value === 'string' ? value : value.join(',');
  return typeof value === 'string' ? value.split(',').map((each) => each.trim()) : value;
}

/** A secret's value must not show; of a stored one only the name is known. */
function isSecretOrStored(declared: { readonly [key: string]: unknown }, type: string): boolean {
  return /^true$/i.test(String(declared['NoEcho'])) || type.startsWith('AWS::SSM::Parameter::Value');
}

function isList(type: string): boolean {
  return type === 'CommaDelimitedList' || type.includes('List<');
}

function chosen(name: string, declared: { readonly [key: string]: unknown }, given: Given) {
  const value: unknown = given.parameters.get(name) ?? declared['Default'];
  if (Array.isArray(value)) return value.map(String);
  return typeof value === 'boolean' ? String(value) : text(value);
}

function standIn(
  name: string,
  declared: { readonly [key: string]: unknown },
  choice: Choice,
  tokens: Tokens,
  type: string,
): Json {
  const not = choice.not.get(name) ?? [];
  const words: unknown = declared['AllowedValues'];
  const allowed = Array.isArray(words) ? words.map(String).filter((word) => !not.includes(word)) : undefined;
  const made = tokens.make(`Parameter:${name}:${not.join('|')}`, 'given', `parameter ${name}`, allowed, not);
  return isList(type) ? [made] : made;
}
