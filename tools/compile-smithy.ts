/**
 * Compiles AWS's Smithy models (JSON AST) to the tables of packages/local/tables/aws:
 * `node --import tsx tools/compile-smithy.ts [folder of models]`.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

interface Member {
  target: string;
  traits?: Record<string, unknown>;
}
interface AstShape {
  type: string;
  version?: string;
  traits?: Record<string, unknown>;
  members?: Record<string, Member>;
  member?: Member;
  key?: Member;
  value?: Member;
  input?: Member;
  output?: Member;
  errors?: Member[];
  [relation: string]: unknown;
}
interface Model {
  shapes: Record<string, AstShape>;
}

export const SERVICES = ['sns', 'sqs', 'sts', 'iam', 'lambda', 'cloudwatch-logs', 'cloudformation', 's3'];

const PROTOCOLS = ['awsQuery', 'awsJson1_0', 'awsJson1_1', 'restJson1', 'restXml'];
/** The model's types as the codec tells them apart. */
const TYPES: Record<string, string> = {
  byte: 'integer',
  short: 'integer',
  integer: 'integer',
  intEnum: 'integer',
  long: 'long',
  bigInteger: 'long',
  float: 'float',
  double: 'float',
  bigDecimal: 'float',
  string: 'string',
  enum: 'string',
  boolean: 'boolean',
  blob: 'blob',
  timestamp: 'timestamp',
  document: 'document',
  list: 'list',
  set: 'list',
  map: 'map',
  structure: 'structure',
  union: 'union',
};
const FLAGS = [
  'required',
  'xmlFlattened',
  'xmlAttribute',
  'httpLabel',
  'httpPayload',
  'httpQueryParams',
  'httpResponseCode',
  'eventPayload',
  'idempotencyToken',
  'sparse',
  'streaming',
];
const VALUES = [
  'xmlName',
  'xmlNamespace',
  'jsonName',
  'httpHeader',
  'httpQuery',
  'httpPrefixHeaders',
  'timestampFormat',
  'length',
  'range',
  'pattern',
  'mediaType',
  'error',
  'httpError',
];
const RELATIONS = ['operations', 'collectionOperations', 'create', 'put', 'read', 'update', 'delete', 'list'];
const local = (id: string): string => id.slice(id.indexOf('#') + 1);

function traitsOf(traits: Record<string, unknown> = {}): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const flag of FLAGS) if (`smithy.api#${flag}` in traits) kept[flag] = true;
  for (const name of VALUES) {
    const value = traits[`smithy.api#${name}`];
    if (value !== undefined) kept[name] = value;
  }
  const query = traits['aws.protocols#awsQueryError'] as
    | { code: string; httpResponseCode: number }
    | undefined;
  if (query !== undefined) kept['queryError'] = { code: query.code, status: query.httpResponseCode };
  return kept;
}

/** Operations of a service, those bound to its resources included, sorted by name. */
function operationsOf(model: Model, id: string): string[] {
  const found = new Set<string>();
  const seen = new Set<string>();
  const visit = (shapeId: string) => {
    if (seen.has(shapeId)) return;
    seen.add(shapeId);
    const shape = model.shapes[shapeId];
    for (const relation of RELATIONS) {
      const bound = shape?.[relation] as Member | Member[] | undefined;
      for (const operation of bound === undefined ? [] : [bound].flat()) found.add(operation.target);
    }
    for (const resource of (shape?.['resources'] as Member[] | undefined) ?? []) visit(resource.target);
  };
  visit(id);
  return [...found].sort();
}

function enumOf(shape: AstShape): { enum?: string[] } {
  if (shape.type === 'enum') {
    const values = Object.entries(shape.members ?? {}).map(
      ([name, member]) => (member.traits?.['smithy.api#enumValue'] as string | undefined) ?? name,
    );
    return { enum: values };
  }
  const trait = shape.traits?.['smithy.api#enum'] as { value: string }[] | undefined;
  return trait === undefined ? {} : { enum: trait.map((entry) => entry.value) };
}

/** The table of one service, as text: a line per operation and per shape, so that differences can be read. */
export function compile(name: string, model: Model): string {
  const [serviceId, service] =
    Object.entries(model.shapes).find(([, shape]) => shape.type === 'service') ?? [];
  if (serviceId === undefined || service === undefined) throw new Error(`${name}: the model has no service`);
  const traits = service.traits ?? {};
  const protocol = PROTOCOLS.find((candidate) => `aws.protocols#${candidate}` in traits);
  if (protocol === undefined) throw new Error(`${name}: no protocol of ${PROTOCOLS.join(', ')}`);

  const shapes = new Map<string, object>();
  /** A bare type for simple shapes without traits, else the shape's name, which is then compiled. */
  const refer = (id: string): string => {
    if (id.startsWith('smithy.api#')) {
      const type = id === 'smithy.api#Unit' ? 'structure' : TYPES[primitive(local(id))];
      if (type === undefined) throw new Error(`${name}: ${id} is unknown`);
      return type;
    }
    const shape = model.shapes[id];
    const type = shape && TYPES[shape.type];
    if (shape === undefined || type === undefined) throw new Error(`${name}: ${id} cannot be compiled`);
    const compiled = { type, ...enumOf(shape), ...traitsOf(shape.traits) };
    const simple = !['structure', 'union', 'list', 'map'].includes(type);
    if (simple && Object.keys(compiled).length === 1) return type;
    const shapeName = local(id) in TYPES ? `_${local(id)}` : local(id);
    if (shapes.has(shapeName)) return shapeName;
    shapes.set(shapeName, compiled);
    if (type === 'structure' || type === 'union') {
      const members = Object.entries(shape.members ?? {}).map(([key, member]) => [key, memberOf(member)]);
      Object.assign(compiled, members.length > 0 && { members: Object.fromEntries(members) });
    } else if (type === 'list' && shape.member) {
      Object.assign(compiled, { member: memberOf(shape.member) });
    } else if (type === 'map' && shape.key && shape.value) {
      Object.assign(compiled, { key: memberOf(shape.key), member: memberOf(shape.value) });
    }
    return shapeName;
  };
  const memberOf = (member: Member): unknown => {
    const kept = traitsOf(member.traits);
    const shape = refer(member.target);
    return Object.keys(kept).length === 0 ? shape : { shape, ...kept };
  };
  const structure = (member: Member | undefined): string | undefined =>
    member === undefined || member.target === 'smithy.api#Unit' ? undefined : refer(member.target);

  const operations = operationsOf(model, serviceId).map((id) => {
    const operation = model.shapes[id];
    if (operation === undefined) throw new Error(`${name}: ${id} is missing`);
    const own = operation.traits ?? {};
    const input = structure(operation.input);
    const output = structure(operation.output);
    const errors = (operation.errors ?? []).map((error) => refer(error.target));
    const http = own['smithy.api#http'] as { method: string; uri: string; code?: number } | undefined;
    const compiled = {
      ...(input !== undefined && { input }),
      ...(output !== undefined && { output }),
      ...(errors.length > 0 && { errors }),
      ...(http !== undefined &&
        protocol.startsWith('rest') && {
          http: { method: http.method, uri: http.uri, code: http.code ?? 200 },
        }),
      ...('aws.customizations#s3UnwrappedXmlOutput' in own && { unwrappedOutput: true }),
    };
    return [local(id), compiled] as const;
  });
  // Error shapes that no operation lists are still answered by name.
  for (const [id, shape] of Object.entries(model.shapes)) {
    if (shape.traits?.['smithy.api#error'] !== undefined) refer(id);
  }

  const head = {
    service: name,
    version: service.version,
    protocol,
    ...('aws.protocols#awsQueryCompatible' in traits && { queryCompatible: true }),
    signingName: (traits['aws.auth#sigv4'] as { name: string }).name,
    target: local(serviceId),
    ...(traits['smithy.api#xmlNamespace'] !== undefined && {
      xmlNamespace: (traits['smithy.api#xmlNamespace'] as { uri: string }).uri,
    }),
  };
  const lines = (entries: Iterable<readonly [string, object]>) =>
    [...entries].map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(',\n');
  const sorted = [...shapes].sort(([a], [b]) => (a < b ? -1 : 1));
  return `${JSON.stringify(head).slice(0, -1)},\n"operations":{\n${lines(operations)}\n},\n"shapes":{\n${lines(sorted)}\n}}\n`;
}

/** `PrimitiveLong` and `Long` are the same on the wire. */
function primitive(name: string): string {
  const bare = name.replace(/^Primitive/, '');
  return bare.charAt(0).toLowerCase() + bare.slice(1);
}

function main(): void {
  const models = resolve(process.argv[2] ?? '../shared/corpora/aws/smithy');
  const out = fileURLToPath(new URL('../packages/local/tables/aws/', import.meta.url));
  mkdirSync(out, { recursive: true });
  for (const name of SERVICES) {
    const table = compile(name, JSON.parse(readFileSync(`${models}/${name}.json`, 'utf8')));
    writeFileSync(`${out}${name}.json`, table);
    console.log(`${name}.json ${Math.round(table.length / 1024)} kB`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
