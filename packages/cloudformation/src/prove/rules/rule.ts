import type { Finding, SourceLocation, TemplatePath } from '../../finding.ts';
import type { WorldResource } from '../model/world.ts';
import type { Audit } from './audit/audit.ts';

/** Looks at one scenario, with its hops, for what is wrong besides a denial. */
export type Rule = (audit: Audit) => readonly Finding[];

/** What a rule tells; where it is follows from the resource. */
export type Told = Omit<Finding, 'path' | 'logicalId' | 'source'> & {
  /** The resource itself when absent. */
  readonly path?: TemplatePath;
};

/** A rule that costs nothing where the template has none of these types. */
export function whereThereIs(types: readonly string[], rule: Rule): Rule {
  return (audit) => (types.some((type) => audit.world.ofType(type).length > 0) ? rule(audit) : []);
}

/** Makes a finding about a resource. */
export function finding({ world }: Audit, { logicalId, path }: WorldResource, told: Told): Finding {
  const source: SourceLocation | undefined = world.sourceOf(logicalId);
  return { path, ...told, logicalId, ...(source !== undefined && { source }) };
}

/** Whether a property is on, as a boolean or as its text. */
export function isOn(value: unknown): boolean {
  return value === true || value === 'true';
}
