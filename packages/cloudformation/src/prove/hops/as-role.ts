import { text } from '../model/json.ts';
import type { ReadPolicy } from '../model/policies/read-policy.ts';
import { opaque } from '../model/policies/read-policy.ts';
import type { WorldResource } from '../model/world.ts';
import type { HopKind, Place } from '../proof.ts';
import { draft, stated } from './draft.ts';
import { grantHolder, trustService } from './fixes.ts';
import {
  type Answered,
  askHolder,
  askService,
  type Draft,
  type Message,
  type ServiceCall,
  type View,
} from './view.ts';
import { type Written, writtenArn } from './written.ts';

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
  /** Another form of its ARN, of which it is not settled whether AWS asks about that one. */
  readonly or?: string;
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
  /** What else has to be named by its ARN. */
  readonly arns?: readonly (string | undefined)[] | undefined;
  /** What is put in, or taken out of, by the hop. */
  readonly message?: Omit<Message, 'who'> | undefined;
}

/** The hop of a service that acts as a role: whether it may assume it, and whether the role may do what is needed. */
export function asRole(view: View, { call, roleArn, needs, message, ...rest }: RoleCall): Draft {
  const { world, book } = view;
  const parts = { ...rest, arns: [...(rest.arns ?? []), roleArn] };
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
  const ask = (resource: string) => askHolder(view, role, need.action, resource, need.policies ?? []);
  const answered = ask(need.resource);
  if (need.isListed) return listed(answered, role);
  if (need.or === undefined || answered.verdict.answer !== 'denied') return answered;
  const other = ask(need.or);
  if (other.verdict.answer === 'denied') return answered;
  const dependsOn = `it is allowed on ${view.world.show(need.or)}, and AWS's pages differ on which form of the ARN counts`;
  return { ...other, verdict: { ...other.verdict, answer: 'unknown', dependsOn } };
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
      arns: [roleArn],
      answers: [askService(view, { service, ...call }, 'sts:AssumeRole', roleArn, [trust])],
      fault: () => role && `the trust policy of ${role.logicalId} does not let ${service} assume it`,
      check: () =>
        role === undefined ? `the trust policy of ${label} must let ${service} assume it` : undefined,
      fix: () => role && trustService(role, service),
    }),
  ];
}
