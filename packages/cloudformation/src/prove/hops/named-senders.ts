import type { Statement } from '@wayleave/iam';
import { fitsGlob } from '../model/decide/glob.ts';
import type { ReadPolicy } from '../model/policies/read-policy.ts';
import type { WorldResource } from '../model/world.ts';
import type { HopKind } from '../proof.ts';
import { draft, stated } from './draft.ts';
import { functionTarget } from './names.ts';
import { askHolder, type Draft, outside, type View } from './view.ts';

const TARGETS = [
  ['AWS::SNS::Topic', 'sns:Publish', 'publish'],
  ['AWS::SQS::Queue', 'sqs:SendMessage', 'deliver'],
  ['AWS::Lambda::Function', 'lambda:InvokeFunction', 'invoke'],
] as const;

/** Roles, users and accounts that the policy of a topic, queue or function names, as far as no other hop is theirs. */
export function namedSenders(view: View, others: readonly Draft[]): readonly Draft[] {
  const { world, book } = view;
  const known = new Set(others.map(({ from, kind, to }) => `${from.label}\n${kind}\n${to.label}`));
  // Most functions are invoked by services alone.
  const anybody = book.functionGrants.some(
    ({ statement }) =>
      statement === undefined || typeof statement.Principal !== 'object' || 'AWS' in statement.Principal,
  );
  return TARGETS.flatMap(([type, action, kind]) =>
    (kind === 'invoke' && !anybody ? [] : world.ofType(type)).flatMap((target) => {
      const policies =
        kind === 'invoke' ? functionTarget(view, target.arn).policies : book.ofResource(target);
      return policies.flatMap((policy) =>
        policy.statements.flatMap((statement, index) =>
          named(statement, action).flatMap((name) => {
            const made = sender(view, { target, action, kind, policy, index, name });
            if (made === undefined) return [];
            const key = `${made.from.label}\n${kind}\n${made.to.label}`;
            if (known.has(key)) return [];
            known.add(key);
            return [made];
          }),
        ),
      );
    }),
  );
}

/** Who a statement lets do something, by ARN or account. */
function named({ Effect, Principal, Action }: Statement, action: string): readonly string[] {
  if (Effect !== 'Allow' || typeof Principal !== 'object') return [];
  const covers = [Action ?? []].flat().some((each) => fitsGlob(each.toLowerCase(), action.toLowerCase()));
  return covers ? [Principal.AWS ?? []].flat().filter((name) => name !== '*') : [];
}

interface Named {
  readonly target: WorldResource;
  readonly action: string;
  readonly kind: HopKind;
  readonly policy: ReadPolicy;
  readonly index: number;
  readonly name: string;
}

function sender(view: View, { target, action, kind, policy, index, name }: Named): Draft | undefined {
  const { world } = view;
  const origin = policy.origins[index];
  const to = world.place(target);
  const path = origin?.path ?? target.path;
  const wiredBy = world.resources.get(origin?.logicalId ?? '') ?? target;
  const parts = { kind, to, path, wiredBy } as const;
  const holder = world.resourceOf(name);
  if (holder?.type === 'AWS::IAM::Role' || holder?.type === 'AWS::IAM::User') {
    const answers = [askHolder(view, holder, action, target.arn, [policy])];
    const from = world.place(holder);
    return draft(view, { ...parts, from, answers, message: { who: { holder, place: from }, target } });
  }
  const account = name.startsWith('arn:') ? name.split(':')[4] : name;
  // The account itself may be anybody in it: that names no sender.
  if (account === world.account && !/:(role|user)\//.test(name)) return undefined;
  const from = outside(name, view);
  const why = `${origin?.name ?? policy.name} lets ${from.label} ${kind === 'invoke' ? 'invoke' : 'send to'} ${to.label}; whether its own policies do is not in the template`;
  return draft(view, {
    ...parts,
    from,
    answers: [stated(from.label, action, target.arn, 'unknown', why)],
    check: () => `in account ${world.show(account ?? '')}, ${from.label} needs ${action} on ${to.label}`,
  });
}
