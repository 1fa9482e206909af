import type { Resource, SpecDatabase } from '@aws-cdk/service-spec-types';
import { checkOverlay } from './check-overlay.ts';
import { compare } from './names.ts';
import { renderContents, renderResource } from './render.ts';
import { compactSchema } from './schema/compact-schema.ts';
import type { ProviderSchema } from './schema/provider-schema.ts';
import { type JoinCounts, noCounts, resourceSchema } from './schema/resource-schema.ts';
import { schemaFile } from './schema/schema-file.ts';
import type { Tree } from './write-tree.ts';

/** What is generated of a specification, and what was counted on the way. */
export interface Generated {
  /** `src/aws`: a file for each resource type, and one table of contents for each service. */
  readonly sources: Tree;
  /** `schemas`: a file for each resource type, and `index.json`, the list of them. */
  readonly schemas: Tree;
  readonly services: number;
  readonly resources: number;
  readonly counts: Readonly<JoinCounts>;
}

/** Generates everything, in an order that depends on nothing but the specification. */
export function generate(
  db: SpecDatabase,
  providers: (type: string) => ProviderSchema | undefined,
): Generated {
  checkOverlay(db);
  const sources = new Map<string, string>();
  const schemas = new Map<string, string>();
  const counts = noCounts();
  const services = [...db.all('service')].sort((a, b) => compare(a.shortName, b.shortName));
  const types: string[] = [];
  for (const service of services) {
    const resources: readonly Resource[] = db
      .follow('hasResource', service)
      .map(({ entity }) => entity)
      .sort((a, b) => compare(a.cloudFormationType, b.cloudFormationType));
    const files = resources.map((resource) => renderResource(db, resource));
    for (const { file, text } of files) put(sources, `${service.shortName}/${file}`, text);
    put(sources, `${service.shortName}.ts`, renderContents(files, service.shortName, service.capitalized));
    for (const resource of resources) {
      const type = resource.cloudFormationType;
      types.push(type);
      const schema = resourceSchema(db, resource, providers(type), counts);
      put(schemas, schemaFile(type), compactSchema(schema));
    }
  }
  put(schemas, 'index.json', `${JSON.stringify(types.sort(compare))}\n`);
  return { sources, schemas, services: services.length, resources: types.length, counts };
}

function put(tree: Map<string, string>, path: string, text: string): void {
  if (tree.has(path)) throw new Error(`Two things want to be written to ${path}.`);
  tree.set(path, text);
}
