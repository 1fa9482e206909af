import type { Change, ResourceChange, ResourceChangeDetail } from '@aws-sdk/client-cloudformation';
import { type DeployableTemplate, isObject } from '../template.ts';
import type { ChangeKind, PropertyChange, StackChange } from './change.ts';
import { grantChanges } from './grants.ts';
import { differingLeaves } from './leaves.ts';
import { securityReasons } from './security.ts';

type Properties = Readonly<Record<string, unknown>>;

/** Templates to take values from that the answer does not give. */
export interface Templates {
  readonly before?: DeployableTemplate;
  readonly after?: DeployableTemplate;
}

/** Changes as DescribeChangeSet answers them, with or without `IncludePropertyValues`, made comparable. */
export function readChanges(changes: readonly Change[], templates: Templates = {}): readonly StackChange[] {
  return changes.flatMap(({ ResourceChange: change }) =>
    change === undefined ? [] : [readChange(change, templates)],
  );
}

function readChange(change: ResourceChange, templates: Templates): StackChange {
  const {
    LogicalResourceId: logicalId = '',
    ResourceType: type = '',
    PhysicalResourceId,
    PolicyAction,
  } = change;
  const before = contextOf(change.BeforeContext) ?? propertiesOf(templates.before, logicalId);
  const after = contextOf(change.AfterContext) ?? propertiesOf(templates.after, logicalId);
  const kind = kindOf(change);
  const properties = mergeCauses(
    (change.Details ?? []).flatMap((detail) => readDetail(detail, before, after)),
  );
  const security = securityReasons(
    type,
    properties.map(({ path }) => path),
  );
  return {
    kind,
    logicalId,
    type,
    ...(PhysicalResourceId !== undefined && { physicalId: PhysicalResourceId }),
    ...(PolicyAction !== undefined && { policyAction: PolicyAction }),
    properties,
    security,
    grants:
      security.length === 0
        ? []
        : grantChanges(type, kind === 'add' ? undefined : before, kind === 'remove' ? undefined : after),
    impliedBy: impliedBy(change.Details ?? []),
  };
}

function kindOf({ Action, Replacement }: ResourceChange): ChangeKind {
  switch (Action) {
    case 'Add':
      return 'add';
    case 'Remove':
      return 'remove';
    case 'Import':
      return 'import';
    case 'Dynamic':
      return 'dynamic';
    case 'SyncWithActual':
      return 'sync';
    default:
      return Replacement === 'True' ? 'replace' : Replacement === 'Conditional' ? 'conditional' : 'modify';
  }
}

/** `{"Properties": {…}}` as encoded text. */
function contextOf(text: string | undefined): Properties | undefined {
  if (text === undefined) return undefined;
  try {
    const context: unknown = JSON.parse(text);
    const properties = isObject(context) ? context['Properties'] : undefined;
    return isObject(properties) ? properties : undefined;
  } catch {
    // Large contexts are cut off.
    return undefined;
  }
}

function propertiesOf(template: DeployableTemplate | undefined, logicalId: string): Properties | undefined {
  const resources = template?.Resources ?? {};
  return Object.hasOwn(resources, logicalId) ? (resources[logicalId]?.Properties ?? {}) : undefined;
}

function readDetail(
  { Target: target = {}, ChangeSource: source, CausingEntity: entity }: ResourceChangeDetail,
  before: Properties | undefined,
  after: Properties | undefined,
): readonly PropertyChange[] {
  const { Attribute = 'Properties', Name: name, Path: path } = target;
  const recreates =
    target.RequiresRecreation === 'Always'
      ? 'always'
      : target.RequiresRecreation === 'Conditionally'
        ? 'conditionally'
        : 'never';
  const causes = source === 'DirectModification' || entity === undefined ? [] : [entity];
  const common = { recreates, causes } as const;
  const parts = partsOf(path) ?? (Attribute === 'Properties' && name !== undefined ? [name] : undefined);
  if (parts === undefined) return [{ path: Attribute, ...common }];
  const shown = parts.join('.');
  if (path !== undefined && !isCut(target.BeforeValue) && !isCut(target.AfterValue)) {
    const leaves = differingLeaves(decoded(target.BeforeValue), decoded(target.AfterValue), shown);
    return leaves.map((leaf) => ({ ...leaf, ...common }));
  }
  const leaves = differingLeaves(at(before, parts), at(after, parts), shown);
  // Where only what it refers to changes, both templates say the same.
  return leaves.length === 0 ? [{ path: shown, ...common }] : leaves.map((leaf) => ({ ...leaf, ...common }));
}

/** `/Properties/Environment/Variables/STAGE` without its first part. */
function partsOf(path: string | undefined): readonly string[] | undefined {
  const parts = path?.split('/').filter((part) => part !== '') ?? [];
  return parts[0] === 'Properties' && parts.length > 1
    ? parts.slice(1).map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    : undefined;
}

/** Large values come as a signature only. */
function isCut(value: string | undefined): boolean {
  return value?.startsWith('(Truncated-Signature)') === true;
}

function decoded(value: string | undefined): unknown {
  if (value === undefined || !/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function at(value: unknown, parts: readonly string[]): unknown {
  let current = value;
  for (const part of parts) {
    if (!isObject(current) && !Array.isArray(current)) return undefined;
    current = Object.hasOwn(current, part) ? (current as Properties)[part] : undefined;
  }
  return current;
}

/** One place may be there several times: once for each thing that makes it change. */
function mergeCauses(changes: readonly PropertyChange[]): readonly PropertyChange[] {
  const merged = new Map<string, PropertyChange>();
  for (const change of changes) {
    const key = JSON.stringify([change.path, change.before, change.after]);
    const known = merged.get(key);
    const causes = [...new Set([...(known?.causes ?? []), ...change.causes])];
    merged.set(key, { ...(known ?? change), causes });
  }
  return [...merged.values()];
}

/** What makes it change, where each detail is only that something it refers to may have another value. */
function impliedBy(details: readonly ResourceChangeDetail[]): readonly string[] {
  const entities = details.map(({ ChangeSource: source, Evaluation, CausingEntity: entity }) =>
    Evaluation === 'Dynamic' && (source === 'ResourceAttribute' || source === 'ResourceReference')
      ? entity?.split('.')[0]
      : undefined,
  );
  return entities.every((entity) => entity !== undefined) ? [...new Set(entities)] : [];
}
