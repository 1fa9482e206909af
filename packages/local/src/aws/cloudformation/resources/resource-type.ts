import type { Kernel } from '../../service.ts';
import type { JsonObject } from '../template/json.ts';
import { type Properties, PropertyError, type Read, readProperties } from './properties.ts';

/** A resource that exists: its physical id, what Ref gives and what Fn::GetAtt gives. */
export interface Resource {
  readonly physicalId: string;
  /** Where it is not the physical id. */
  readonly ref?: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** What a handler may know and do while it works on one resource of one stack. */
export interface Work extends Pick<Kernel, 'region' | 'accountId' | 'partition'> {
  readonly stackName: string;
  readonly logicalId: string;
  /** Calls an operation with the rights of the stack; throws ServiceError. */
  call<O = Record<string, unknown>>(service: string, operation: string, input: object): Promise<O>;
  /** A name as CloudFormation makes them up: `<stack>-<logical id>-<random>`. */
  generateName(maxLength: number): string;
  /** To be told as soon as something exists, so that a rollback finds it. */
  created(physicalId: string): void;
}

/** How resources of one type are made, changed and removed. */
export interface ResourceType {
  readonly type: string;
  readonly attributes: readonly string[];
  /** Properties whose change makes a new resource. */
  replaces(property: string): boolean;
  /** The property that gives the resource a name of the author's choice. */
  readonly nameProperty?: string;
  /** IAM resources need a capability. */
  readonly iam: boolean;
  /** Whether tags of the stack go onto the resource. */
  readonly taggable: boolean;
  create(properties: JsonObject, work: Work): Promise<Resource>;
  update(resource: Resource, properties: JsonObject, previous: JsonObject, work: Work): Promise<Resource>;
  /** The resource may be there in part only, if its creation failed. */
  delete(resource: Resource, properties: JsonObject, work: Work): Promise<void>;
}

export interface ResourceTypeDefinition<P extends Properties> {
  readonly type: string;
  readonly properties: P;
  /** Properties that CloudFormation has and that are refused here. */
  readonly unbuilt?: readonly string[];
  readonly attributes?: readonly string[];
  readonly nameProperty?: keyof P & string;
  readonly iam?: boolean;
  create(properties: Read<P>, work: Work): Promise<Resource>;
  /** Left out where every change makes a new resource. */
  update?(
    resource: Resource,
    properties: Read<P>,
    previous: Read<P>,
    work: Work,
  ): Promise<Resource | undefined>;
  delete(resource: Resource, properties: Read<P>, work: Work): Promise<void>;
}

/** Puts the reading of properties in front of a handler. */
export function resourceType<P extends Properties>(definition: ResourceTypeDefinition<P>): ResourceType {
  const { type, properties: declared, unbuilt = [], attributes = [], nameProperty, iam = false } = definition;
  const read = (values: JsonObject) => readProperties(declared, values, unbuilt);
  const readable = (values: JsonObject) => {
    try {
      return read(values);
    } catch (error) {
      if (error instanceof PropertyError) return undefined;
      throw error;
    }
  };
  return {
    type,
    attributes,
    iam,
    ...(nameProperty !== undefined && { nameProperty }),
    taggable: Object.hasOwn(declared, 'Tags'),
    replaces: (property) => declared[property]?.replaces ?? false,
    create: async (properties, work) => definition.create(read(properties), work),
    async update(resource, properties, previous, work) {
      const now = read(properties);
      const before = readable(previous);
      // An update that could not be read changed nothing: there is nothing to take back.
      if (before === undefined) return resource;
      return (await definition.update?.(resource, now, before, work)) ?? resource;
    },
    // What could not be read was never made.
    delete: async (resource, properties, work) => definition.delete(resource, read(properties), work),
  };
}
