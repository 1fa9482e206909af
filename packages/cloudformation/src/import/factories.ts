/** Where the function of a resource type is: `Topic` of `@wayleave/cloudformation/aws/sns`. */
export interface Factory {
  readonly module: string;
  readonly exported: string;
  /** With the service's name before it, for modules in which two types have one name: `SNSTopic`. */
  readonly alias: string;
}

/** Types that are named like a global of JavaScript are exported with their service's name before them, too. */
const globals: ReadonlySet<string> = new Set(['Function', 'Map']);

/**
 * The function of a resource type that has a schema. Undefined for a serverless type: SAM takes more than its
 * schema says, and what comes of it has other attributes than its own.
 */
export function factoryOf(type: string): Factory | undefined {
  const [, vendor, service = '', own = ''] = /^(AWS|Alexa)::(\w+)::(\w+)$/.exec(type) ?? [];
  if (vendor === undefined || service === 'Serverless') return undefined;
  return {
    module: `@wayleave/cloudformation/aws/${service.toLowerCase()}`,
    exported: globals.has(own) ? `${service}${own}` : own,
    alias: `${service}${own}`,
  };
}
