import { text } from '../model/json.ts';
import type { ReadPolicy } from '../model/policies/read-policy.ts';
import { opaque } from '../model/policies/read-policy.ts';
import type { WorldResource } from '../model/world.ts';
import type { HopKind, Place } from '../proof.ts';
import { draft, stated } from './draft.ts';
import { grantHolder, trustService, type Written, writtenArn } from './fixes.ts';
import { type Answered, askHolder, askService, type Draft, type ServiceCall, type View } from './view.ts';

/** One thing that a role has to be allowed. */
export interface Need {
  readonly action: string;
  readonly resource: string;
  /** The policies of the resource. */
  readonly policies?: readonly ReadPolicy[];
  /** Set where AWS's page lists it and nothing says that it fails without: a role that has not got it is unknown. */
  readonly isListed?: true;
  /** How a fix names the resource, where that is not by its own ARN. */
  readonly written?: Written;
}

/** What a service does as a role that it is told to assume. */
interface RoleCall {
  readonly kind: HopKind;
  readonly from: Place;
  readonly to: Place;
  readonly path: Draft['path'];
  readonly wiredBy: WorldResource;
  /** Who assumes the role, and on whose behalf. */
  readonly call: ServiceCall;
  readonly roleArn: string | undefined;
  readonly needs: readonly Need[];
  /** What is put in, or taken out of, by the hop. */
  readonly message?: { readonly target: WorldResource; readonly takes?: true } | undefined;
}

/** The hop of a service that acts as a role: whether it may assume it, and whether the role may do what is needed. */
export function asRole(view: View, { call, roleArn, needs, message, ...parts }: RoleCall): Draft {
  const { world, book } = view;
  const { service } = call;
  const [first] = needs;
  const actions = [...new Set(needs.map(({ action }) => action))].join(', ');
  if (roleArn === undefined) {
    const why = `${parts.from.label} names no role, and ${service} needs one that is allowed ${actions} on ${parts.to.label}`;
    const answers = [
      stated(service, first?.action ?? 'sts:AssumeRole', first?.resource ?? '*', 'denied', why),
    ];
    return draft(view, { ...parts, answers });
  }
  const found = world.resourceOf(roleArn);
  const role = found?.type === 'AWS::IAM::Role' ? found : undefined;
  if (role === undefined) {
    const label = world.show(roleArn);
    const why = `the role ${label} is not in the template`;
    const answers = [
      stated(service, first?.action ?? 'sts:AssumeRole', first?.resource ?? '*', 'unknown', why),
    ];
    const check = () => `${label} must let ${service} assume it, and needs ${actions} on ${parts.to.label}`;
    return draft(view, { ...parts, answers, check });
  }
  const assumed = askService(view, call, 'sts:AssumeRole', role.arn, [book.trustOf(role)]);
  const asked = needs.map((need) => ({ need, answered: answer(view, role, need) }));
  return draft(view, {
    ...parts,
    as: role,
    answers: [assumed, ...asked.map(({ answered }) => answered)],
    fault: () =>
      assumed.verdict.answer === 'denied'
        ? `the trust policy of ${role.logicalId} does not let ${service} assume it`
        : undefined,
    fix: () => {
      if (assumed.verdict.answer === 'denied') return trustService(role, service);
      const refused = asked.filter(({ answered }) => answered.verdict.answer !== 'allowed');
      const resources = refused.map(({ need }) => need.written ?? writtenArn(need.resource, world));
      const unique = resources.filter(
        (one, index) => resources.findIndex((other) => other?.shown === one?.shown) === index,
      );
      return grantHolder(
        view,
        role,
        [...new Set(refused.map(({ need }) => need.action))],
        unique,
        parts.kind,
      );
    },
    message: message && { who: { holder: role, place: parts.from }, ...message },
  });
}

function answer(view: View, role: WorldResource, need: Need): Answered {
  const answered = askHolder(view, role, need.action, need.resource, need.policies ?? []);
  return need.isListed ? listed(answered, role) : answered;
}

/** What AWS's pages list as needed, and nothing shows to fail without: not denied. */
export function listed(answered: Answered, role: WorldResource): Answered {
  const { asked, verdict } = answered;
  if (verdict.answer !== 'denied') return answered;
  const dependsOn = `AWS lists ${asked.action} among what is needed, and no policy of ${role.logicalId} allows it`;
  return { asked, verdict: { answer: 'unknown', decidedBy: verdict.decidedBy, dependsOn } };
}

/** A service assumes a role, for whatever it does as it. */
export function assuming(
  view: View,
  wiredBy: WorldResource,
  key: string,
  { service, ...call }: ServiceCall,
): readonly Draft[] {
  const { world, book } = view;
  const roleArn = text(wiredBy.properties[key]);
  if (roleArn === undefined) return [];
  const found = world.resourceOf(roleArn);
  const role = found?.type === 'AWS::IAM::Role' ? found : undefined;
  const label = world.show(roleArn);
  const closed = opaque('trust policy', `the role ${label} is not in the template`);
  const trust = role === undefined ? closed : book.trustOf(role);
  return [
    draft(view, {
      kind: 'assume',
      from: world.place(wiredBy),
      to: role === undefined ? { label, type: 'outside' } : world.place(role),
      path: [...wiredBy.path, 'Properties', key],
      wiredBy,
      answers: [askService(view, { service, ...call }, 'sts:AssumeRole', roleArn, [trust])],
      fault: () => role && `the trust policy of ${role.logicalId} does not let ${service} assume it`,
      check: () =>
        role === undefined ? `the trust policy of ${label} must let ${service} assume it` : undefined,
      fix: () => role && trustService(role, service),
    }),
  ];
}
