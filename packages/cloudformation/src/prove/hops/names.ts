import { FORMS } from '../model/forms.ts';
import { functionArn, functionNameOf } from '../model/function-name.ts';
import { opaque, type ReadPolicy } from '../model/policies/read-policy.ts';
import type { WorldResource } from '../model/world.ts';
import type { Place } from '../proof.ts';
import { outside, type View } from './view.ts';

/** A function, version or alias that something calls. */
export interface FunctionTarget {
  readonly arn: string;
  readonly name: string;
  readonly qualifier: string | undefined;
  readonly place: Place;
  /** The function, where it is in the template. */
  readonly fn: WorldResource | undefined;
  /** The function, version or alias that is named. */
  readonly named: WorldResource | undefined;
  /** The policies that let others call it; of one outside, only what the template adds to them. */
  readonly policies: readonly ReadPolicy[];
}

const FUNCTIONS = ['AWS::Lambda::Function', 'AWS::Serverless::Function'];

/** The function with this name, plain or serverless. */
export function functionNamed(view: View, name: string): WorldResource | undefined {
  for (const type of FUNCTIONS) {
    const found = view.world.named(type, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

const targets = new WeakMap<View, Map<string, FunctionTarget>>();

/** Finds what is called by a name, a partial ARN or an ARN. */
export function functionTarget(view: View, text: string): FunctionTarget {
  const known = targets.get(view) ?? new Map<string, FunctionTarget>();
  targets.set(view, known);
  const found = known.get(text) ?? findTarget(view, text);
  known.set(text, found);
  return found;
}

function findTarget(view: View, text: string): FunctionTarget {
  const { world, book } = view;
  const { name, qualifier, account } = functionNameOf(text);
  const fn = account === undefined || account === world.account ? functionNamed(view, name) : undefined;
  const named = world.resourceOf(text) ?? (qualifier === undefined ? fn : undefined);
  const place: Place =
    named !== undefined
      ? world.place(named)
      : fn !== undefined
        ? { logicalId: fn.logicalId, label: `${fn.logicalId}:${world.show(qualifier ?? '')}`, type: fn.type }
        : outside(text, view);
  const known = book.ofFunction(name, qualifier, place.label);
  const closed =
    fn === undefined
      ? `the function ${place.label} is not in the template`
      : fn.type === 'AWS::Serverless::Function'
        ? `the AWS::Serverless transform makes the permissions of ${fn.logicalId}`
        : leftOf(view, fn);
  return {
    arn: functionArn(text, world),
    name,
    qualifier,
    place,
    fn,
    named,
    policies: opened(known, closed, place.label),
  };
}

/** An event of a function that was not expanded may let in whomever it names. */
function leftOf({ world }: View, { logicalId }: WorldResource): string | undefined {
  const left = world.left?.find((each) => each.logicalId === logicalId && each.from[3] === 'Events');
  return left && `the permission for the event ${left.from[4]} of ${logicalId} is not expanded: ${left.why}`;
}

/** What is wrong with a text that has to be an ARN and names a resource of the template by its name or URL. */
export function misnamed({ world }: View, text: string): string | undefined {
  const found = text.startsWith('arn:') ? undefined : world.resourceOf(text);
  // What `Ref` yields of other types is not known for sure.
  if (found === undefined || text === found.arn || !FORMS.has(found.type)) return undefined;
  const by = text.startsWith('https:') ? 'URL' : 'name';
  return `${found.logicalId} is named by its ${by}, where its ARN is wanted: write its Arn attribute`;
}

/** Policies to which something outside the template may add. */
export function opened(
  known: readonly ReadPolicy[],
  why: string | undefined,
  label: string,
): readonly ReadPolicy[] {
  if (why === undefined) return known;
  if (known.length === 0) return [opaque(`policy of ${label}`, why)];
  return known.map((policy) => ({ ...policy, opaque: policy.opaque ?? why }));
}

/** Whether a value can be a function at all: not another resource of the template. */
export function isFunctionType(type: string): boolean {
  return FUNCTIONS.includes(type) || type === 'AWS::Lambda::Alias' || type === 'AWS::Lambda::Version';
}

/** The region in an ARN, undefined for other text. */
export function regionOf(arn: string): string | undefined {
  const parts = arn.split(':');
  return parts[0] === 'arn' && parts.length > 5 && parts[3] !== '' ? parts[3] : undefined;
}
