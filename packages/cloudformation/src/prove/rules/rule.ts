import type { Finding, SourceLocation, TemplatePath } from '../../finding.ts';
import type { Draft, View } from '../hops/view.ts';
import type { WorldResource } from '../model/world.ts';

/** Looks at one scenario, with its hops, for what is wrong besides a denial. */
export type Rule = (view: View, hops: readonly Draft[]) => readonly Finding[];

/** What a rule tells; where it is follows from the resource. */
export type Told = Omit<Finding, 'path' | 'logicalId' | 'source'> & {
  /** The resource itself when absent. */
  readonly path?: TemplatePath;
};

/** Makes a finding about a resource. */
export function finding({ world }: View, { logicalId, path }: WorldResource, told: Told): Finding {
  const source: SourceLocation | undefined = world.sourceOf(logicalId);
  return { path, ...told, logicalId, ...(source !== undefined && { source }) };
}

/** Whether a property is on, as a boolean or as its text. */
export function isOn(value: unknown): boolean {
  return value === true || value === 'true';
}
