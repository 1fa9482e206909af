type Json = Readonly<Record<string, unknown>>;

const sections = ['Parameters', 'Rules', 'Mappings', 'Conditions', 'Outputs'];

/**
 * A template without the differences that an import may make, all of which mean the same to CloudFormation: the format
 * version is written, one name in `DependsOn` becomes a list of one, and what is empty is left out.
 */
export function meaningOf(template: object): Json {
  const { Resources: resources, ...rest } = template as Json;
  const head = Object.entries(rest).filter(([key, data]) => !(sections.includes(key) && isEmpty(data)));
  const kept = Object.entries((resources ?? {}) as Json).map(([id, data]) => [id, resourceMeaning(data)]);
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    ...Object.fromEntries(head),
    Resources: Object.fromEntries(kept),
  };
}

function resourceMeaning(data: unknown): unknown {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return data;
  const { DependsOn: before, Properties: properties, ...rest } = data as Json;
  return {
    ...rest,
    ...(before === undefined || isEmpty(before) ? {} : { DependsOn: [before].flat() }),
    ...(properties === undefined || isEmpty(properties) ? {} : { Properties: properties }),
  };
}

function isEmpty(data: unknown): boolean {
  return typeof data === 'object' && data !== null && Object.keys(data).length === 0;
}
