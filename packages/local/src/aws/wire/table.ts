import { readFileSync } from 'node:fs';
import { packageFolder } from '../../package-folder.ts';

/** What a member or shape is on the wire; the named shapes of a table have one of these as their `type`. */
export type ShapeType =
  | 'structure'
  | 'union'
  | 'list'
  | 'map'
  | 'string'
  | 'blob'
  | 'boolean'
  | 'integer'
  | 'long'
  | 'float'
  | 'timestamp'
  | 'document';

export type TimestampFormat = 'date-time' | 'http-date' | 'epoch-seconds';

/** Traits that change the wire form of a member, and the constraints put on the member itself. */
export interface MemberTraits {
  readonly required?: true;
  readonly xmlName?: string;
  readonly xmlFlattened?: true;
  readonly xmlAttribute?: true;
  readonly xmlNamespace?: { readonly uri: string; readonly prefix?: string };
  readonly jsonName?: string;
  readonly httpHeader?: string;
  readonly httpQuery?: string;
  readonly httpLabel?: true;
  readonly httpPayload?: true;
  readonly httpPrefixHeaders?: string;
  readonly httpQueryParams?: true;
  readonly httpResponseCode?: true;
  readonly eventPayload?: true;
  readonly timestampFormat?: TimestampFormat;
  readonly idempotencyToken?: true;
  readonly length?: { readonly min?: number; readonly max?: number };
  readonly range?: { readonly min?: number; readonly max?: number };
  readonly pattern?: string;
}

/** A member: a type or the name of a shape, bare or with traits. */
export type MemberRef = string | ({ readonly shape: string } & MemberTraits);

export interface Shape extends MemberTraits {
  readonly type: ShapeType;
  readonly members?: Readonly<Record<string, MemberRef>>;
  /** Element of a list, value of a map. */
  readonly member?: MemberRef;
  readonly key?: MemberRef;
  readonly enum?: readonly string[];
  readonly sparse?: true;
  readonly streaming?: true;
  readonly mediaType?: string;
  readonly error?: 'client' | 'server';
  readonly httpError?: number;
  readonly queryError?: { readonly code: string; readonly status: number };
}

export interface OperationShape {
  readonly input?: string;
  readonly output?: string;
  readonly errors?: readonly string[];
  readonly http?: { readonly method: string; readonly uri: string; readonly code: number };
  /** The only member of the output is the root of the answer's XML. */
  readonly unwrappedOutput?: true;
}

export type Protocol = 'awsQuery' | 'awsJson1_0' | 'awsJson1_1' | 'restJson1' | 'restXml';

/** One service as compiled from its Smithy model by `tools/compile-smithy.ts`. */
export interface ServiceTable {
  readonly service: string;
  readonly version: string;
  readonly protocol: Protocol;
  /** Also speaks awsQuery, with the codes of awsQueryError in the header x-amzn-query-error. */
  readonly queryCompatible?: true;
  /** Service name in the SigV4 credential scope. */
  readonly signingName: string;
  /** Prefix of X-Amz-Target. */
  readonly target: string;
  readonly xmlNamespace?: string;
  readonly operations: Readonly<Record<string, OperationShape>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

const TABLES = new URL('tables/aws/', packageFolder);
const loaded = new Map<string, ServiceTable>();

/** Reads a service's table once; `name` is one of the tables in `tables/aws`. */
export function loadTable(name: string): ServiceTable {
  const known = loaded.get(name);
  if (known !== undefined) return known;
  const table: ServiceTable = JSON.parse(readFileSync(new URL(`${name}.json`, TABLES), 'utf8'));
  loaded.set(name, table);
  return table;
}
