import { list, text, texts } from '../model/json.ts';
import { opaque } from '../model/policies/read-policy.ts';
import type { WorldResource } from '../model/world.ts';
import { draft } from './draft.ts';
import { trustService } from './fixes.ts';
import { askService, type Caller, type Draft, outside, pathOf, type View } from './view.ts';

const LAMBDA = 'lambda.amazonaws.com';

/** A function with the role that it runs as. */
export interface Running {
  readonly fn: WorldResource;
  /** The role, where it is in the template. */
  readonly role: WorldResource | undefined;
  readonly roleArn: string;
}

const known = new WeakMap<View, readonly Running[]>();

/** The functions of a world whose execution role is named. */
export function runningFunctions(view: View): readonly Running[] {
  const found = known.get(view) ?? findRunning(view);
  known.set(view, found);
  return found;
}

function findRunning({ world }: View): readonly Running[] {
  const all = [...world.ofType('AWS::Lambda::Function'), ...world.ofType('AWS::Serverless::Function')];
  return all.flatMap((fn) => {
    const roleArn = text(fn.properties['Role']);
    if (roleArn === undefined) return [];
    const found = world.resourceOf(roleArn);
    return [{ fn, roleArn, role: found?.type === 'AWS::IAM::Role' ? found : undefined }];
  });
}

/** The caller that a function is, for what its role may do. */
export function callerOf({ world }: View, { fn, role }: Running): Caller | undefined {
  return role && { holder: role, place: world.place(fn), functionArn: fn.arn };
}

/** Lambda assumes the execution role of each function. */
export function assumptions(view: View): readonly Draft[] {
  const { world, book } = view;
  return runningFunctions(view).map(({ fn, role, roleArn }) => {
    const closed = `the role ${world.show(roleArn)} is not in the template`;
    const asked = role === undefined ? [opaque('trust policy', closed)] : [book.trustOf(role)];
    // Whether Lambda sends aws:SourceArn when it assumes a role is not settled, so the context does not have it.
    const answered = askService(view, { service: LAMBDA }, 'sts:AssumeRole', roleArn, asked);
    return draft(view, {
      kind: 'assume',
      from: world.place(fn),
      to: role === undefined ? outside(roleArn, view) : world.place(role),
      path: pathOf(fn, 'Role'),
      wiredBy: fn,
      arns: [roleArn],
      answers: [answered],
      fault: () => role && distrust(role),
      check: () =>
        role === undefined
          ? `${world.show(roleArn)} is not in the template: its trust policy must let ${LAMBDA} assume it`
          : undefined,
      fix: () => role && trustService(role, LAMBDA),
    });
  });
}

function distrust(role: WorldResource): string | undefined {
  const document = role.properties['AssumeRolePolicyDocument'];
  const statements =
    typeof document === 'object' && document !== null && 'Statement' in document
      ? list(document['Statement'])
      : [];
  const names = statements.flatMap((statement) => {
    const principal =
      typeof statement === 'object' && statement !== null && 'Principal' in statement
        ? statement['Principal']
        : undefined;
    if (typeof principal === 'string') return [principal];
    return typeof principal === 'object' && principal !== null
      ? Object.values(principal).flatMap((each) => texts(each))
      : [];
  });
  if (names.includes(LAMBDA)) return undefined;
  const trusted = names.length === 0 ? 'nobody' : [...new Set(names)].join(', ');
  return `the trust policy of ${role.logicalId} trusts ${trusted}, not ${LAMBDA}`;
}
