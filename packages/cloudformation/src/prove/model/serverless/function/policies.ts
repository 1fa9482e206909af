import type { TemplatePath } from '../../../../finding.ts';
import { isUnread, type Unread } from '../../json.ts';
import { MANAGED_POLICIES } from '../../policies/managed-policies.ts';
import { awsPolicy } from '../carried.ts';
import { ifParts, isCall, isNoValue, keyOf, unknownValue } from '../expressions.ts';
import { isPolicyTemplate, policyTemplateDocument } from '../policy-templates/policy-template.ts';

/** What the entries of `Policies` become on the role. */
export interface RolePolicies {
  readonly inline: readonly { readonly policy: unknown; readonly from: TemplatePath }[];
  readonly managed: readonly { readonly arn: unknown; readonly from: TemplatePath }[];
  /** Entries that are not read, with why; each is also a managed policy that may allow and deny anything. */
  readonly unread: readonly { readonly from: TemplatePath; readonly why: string }[];
}

type Kind = 'document' | 'managed' | 'none' | undefined;

/**
 * Reads `Policies` of a function or a state machine: names and ARNs of managed policies, policy documents, policy
 * templates, each also in `Fn::If`, one of them or a list.
 */
export function rolePolicies(policies: unknown, roleId: string, path: TemplatePath): RolePolicies {
  const inline: RolePolicies['inline'][number][] = [];
  const managed: RolePolicies['managed'][number][] = [];
  const unread: RolePolicies['unread'][number][] = [];
  const isEmpty = isUnread(policies) && Object.keys(policies).length === 0;
  if (policies === undefined || policies === null || policies === '' || isEmpty)
    return { inline, managed, unread };
  const entries: readonly unknown[] = Array.isArray(policies) ? policies : [policies];
  for (const [index, entry] of entries.entries()) {
    const from = Array.isArray(policies) ? [...path, index] : path;
    const read = readEntry(entry, `${roleId}Policy${index}`);
    if (read?.kind === 'document') inline.push({ policy: read.value, from });
    else if (read?.kind === 'managed') managed.push({ arn: read.value, from });
    else if (read === undefined) {
      managed.push({ arn: unknownValue('Policy', `${index + 1} of ${roleId}`), from });
      unread.push({
        from,
        why: `policy ${index + 1} of its Policies is of no form that the transform takes`,
      });
    }
  }
  return { inline, managed, unread };
}

interface Entry {
  readonly kind: Kind;
  readonly value: unknown;
}

function readEntry(entry: unknown, name: string): Entry | undefined {
  const parts = ifParts(entry);
  if (parts === undefined) return readOne(entry, name);
  const [condition, yes, no] = parts;
  const [one, other] = [readOne(yes, name), readOne(no, name)];
  if (one === undefined || other === undefined) return undefined;
  const kind = one.kind === 'none' ? other.kind : one.kind;
  if (one.kind !== kind && one.kind !== 'none') return undefined;
  if (other.kind !== kind && other.kind !== 'none') return undefined;
  return { kind, value: { 'Fn::If': [condition, one.value, other.value] } };
}

function readOne(entry: unknown, name: string): Entry | undefined {
  if (isNoValue(entry)) return { kind: 'none', value: entry };
  if (typeof entry === 'string') return { kind: 'managed', value: managedPolicy(entry) };
  if (isPolicyTemplate(entry)) {
    const document = policyTemplateDocument(entry);
    return document && { kind: 'document', value: { PolicyName: name, PolicyDocument: document } };
  }
  if (isCall(entry))
    return ifParts(entry) === undefined && !isMacro(entry) ? { kind: 'managed', value: entry } : undefined;
  if (!isUnread(entry) || entry['Statement'] === undefined || isMacro(entry)) return undefined;
  return { kind: 'document', value: { PolicyName: name, PolicyDocument: entry } };
}

function isMacro(entry: unknown): boolean {
  return isUnread(entry) && Object.hasOwn(entry, 'Fn::Transform');
}

/** A policy by its name is one of AWS's; what it allows is known of some. */
export function managedPolicy(name: string): unknown {
  if (name.startsWith('arn:')) return name;
  const known = [...MANAGED_POLICIES.keys()].find((key) => key === name || key.endsWith(`/${name}`));
  return awsPolicy(known ?? name);
}

/** The same values once: `Fn::Sub` and text of one ARN count as two, as the role takes each once. */
export function withoutTwice(values: readonly unknown[]): readonly unknown[] {
  const seen = new Set<unknown>();
  return values.filter((value) => {
    const key = keyOf(value);
    return !seen.has(key) && seen.add(key);
  });
}

/** An inline policy whose document another of the role already has adds nothing. */
export function hasDocument(policies: readonly unknown[], policy: Unread): boolean {
  const documents = policies.map((each) => keyOf(isUnread(each) ? each['PolicyDocument'] : each));
  return documents.includes(keyOf(policy['PolicyDocument']));
}
