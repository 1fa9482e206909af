import type { Severity } from '../../finding.ts';
import type { ObjectSchema, ResourceSchema, ValueSchema } from '../../schemas/schema.ts';
import { type Context, type Fault, report } from '../context.ts';
import { type Path, shown } from '../json.ts';
import type { Assumption } from '../solve-conditions.ts';

/** Checks a value against what its slot takes; passed along, since values hold values. */
type CheckValue = (context: Context, data: unknown, schema: ValueSchema, at: Path, where: Where) => void;

/** Whose value is checked, and where that value is from. */
export interface Where {
  readonly resource: ResourceSchema;
  readonly assumptions: readonly Assumption[];
  readonly check: CheckValue;
  /** Where a value is from that is not written at the path: `the default of Stage`. */
  readonly origin?: string;
  /** How much a fault of such a value matters. */
  readonly severity?: Severity;
  /** Whether the value may not be repeated in a message. */
  readonly secret?: boolean;
  /** The vendor's page, if not that of the resource type. */
  readonly page?: string;
}

const secretName = /password|secret|token|credential|privatekey|passphrase/i;

/** Reports a value that its slot does not take. */
export function fault(
  context: Context,
  at: Path,
  where: Where,
  found: Pick<Fault, 'id' | 'message' | 'fix'> & Partial<Fault>,
): void {
  const { patch, ...rest } = found;
  report(context, at, {
    severity: where.severity ?? 'error',
    cause: causeOf(where.resource.type),
    documentation: where.page ?? pageOf(where.resource.type),
    ...rest,
    ...(patch === undefined || where.origin !== undefined ? {} : { patch }),
  });
}

/** The name of the member at the end of a path, without positions in lists and functions. */
export function nameAt(at: Path): string {
  const names: string[] = [];
  for (let index = at.length - 1; index >= 0; index -= 1) {
    const step = at[index];
    if (typeof step === 'number' || step === undefined || step.startsWith('Fn::')) continue;
    names.push(step);
    break;
  }
  return names[0] ?? 'It';
}

/** The value for a message: `"x"`, and where it is from. */
export function said(data: unknown, at: Path, where: Where): string {
  const hidden = where.secret === true || secretName.test(nameAt(at));
  const text = hidden ? 'the given value' : shown(data);
  return where.origin === undefined ? text : `${text} (${where.origin})`;
}

/** What a slot takes, in words. */
export function typeName(schema: ValueSchema): string {
  switch (schema.type) {
    case 'string':
    case 'timestamp':
      return 'a text';
    case 'integer':
      return 'a whole number';
    case 'number':
      return 'a number';
    case 'boolean':
      return 'true or false';
    case 'list':
      return 'a list';
    case 'map':
      return 'an object';
    case 'object':
      return `an object (${schema.definition})`;
    case 'tag':
      return 'an object with Key and Value';
    case 'policy':
      return 'a policy document';
    case 'union':
      return [...new Set(schema.of.map(typeName))].join(' or ');
    default:
      return schema.type;
  }
}

export function definitionOf(where: Where, name: string): ObjectSchema | undefined {
  const all = where.resource.definitions;
  return all !== undefined && Object.hasOwn(all, name) ? all[name] : undefined;
}

function causeOf(type: string): string {
  const service = type.split('::')[1] ?? 'CloudFormation';
  return service === 'CloudFormation'
    ? 'CloudFormation refuses it.'
    : `CloudFormation or ${service} refuses it.`;
}

/** The vendor's page of a resource type. */
function pageOf(type: string): string {
  const [, service = '', name = ''] = type.split('::');
  return `https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-${service.toLowerCase()}-${name.toLowerCase()}.html`;
}
