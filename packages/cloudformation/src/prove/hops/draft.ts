import type { SourceLocation, TemplatePath } from '../../finding.ts';
import type { WorldResource } from '../model/world.ts';
import type { Answer, HopFix, HopKind, Place, Question } from '../proof.ts';
import { misnamed } from './names.ts';
import type { Answered, Draft, Message, View } from './view.ts';

/** What a hop is made of. */
export interface Parts {
  readonly kind: HopKind;
  readonly from: Place;
  readonly to: Place;
  readonly path: TemplatePath;
  /** The resource that wires it. */
  readonly wiredBy: WorldResource;
  readonly answers: readonly Answered[];
  /** What has to be named by its ARN: a resource of the template that is not is refused. */
  readonly arns?: readonly (string | undefined)[] | undefined;
  /** Of a denial: what is wrong, where that can be said better than by the nearest statement. */
  readonly fault?: (() => string | undefined) | undefined;
  /** Of an unknown: what to check, where that is not what it depends on. */
  readonly check?: (() => string | undefined) | undefined;
  /** Worked out for what is denied. */
  readonly fix?: (() => HopFix | undefined) | undefined;
  readonly message?: Message | undefined;
  /** The role that it is done as, where a service is told which. */
  readonly as?: WorldResource | undefined;
}

const WORST: readonly Answer[] = ['denied', 'unknown', 'allowed'];

/** Puts a hop together: allowed when each question is, denied when one is. */
export function draft(view: View, { arns, ...given }: Parts): Draft {
  const parts = namedRightly(view, arns ?? [], given);
  const { kind, from, to, path, wiredBy, answers, message, as } = parts;
  const found = WORST.find((each) => answers.some(({ verdict }) => verdict.answer === each)) ?? 'allowed';
  const decisive = answers.filter(({ verdict }) => verdict.answer === found);
  const each = overUnknown(view, parts);
  const answer = each === undefined ? found : 'unknown';
  const source: SourceLocation | undefined = view.world.sourceOf(wiredBy.logicalId);
  const fix = answer === 'denied' ? (unbarred(decisive) ?? parts.fix?.()) : undefined;
  const why = because(found, decisive, parts);
  return {
    kind,
    from,
    to,
    answer,
    because: each === undefined ? why : `For ${each} it is ${found}: ${why}`,
    questions: answers.map((one) => question(view, one)),
    answers,
    wiredBy,
    path,
    ...(source !== undefined && { source }),
    ...(answer === 'unknown' && {
      check: each === undefined ? check(decisive, parts) : `Give a value for what the loop is over: ${each}.`,
    }),
    ...(fix !== undefined && { fix }),
    ...(message !== undefined && { message }),
    ...(as !== undefined && { as }),
  };
}

/** The parts as they are; all denied where something is named otherwise than AWS takes it. */
function namedRightly(view: View, arns: readonly (string | undefined)[], parts: Parts): Parts {
  for (const arn of arns) {
    const why = arn === undefined ? undefined : misnamed(view, arn);
    if (why === undefined) continue;
    const { fault: _, fix: __, check: ___, ...rest } = parts;
    const answers = parts.answers.map(
      ({ asked }): Answered => ({ asked, verdict: { answer: 'denied', decidedBy: why } }),
    );
    return { ...rest, answers };
  }
  return parts;
}

/** What a loop over unknown items made of the hop: its ends, its wiring, or the statement that decides it. */
function overUnknown({ world }: View, { from, to, wiredBy, answers }: Parts): string | undefined {
  if (wiredBy.each !== undefined) return wiredBy.each;
  const ids = [from.logicalId, to.logicalId, ...answers.map(({ verdict }) => verdict.origin?.logicalId)];
  for (const id of ids) {
    const each = id === undefined ? undefined : world.resources.get(id)?.each;
    if (each !== undefined) return each;
  }
  return undefined;
}

/** What a further grant would not mend: a statement that denies, or a permissions boundary. */
function unbarred(denied: readonly Answered[]): HopFix | undefined {
  const found = denied.find(({ verdict }) => verdict.barrier !== undefined);
  if (found === undefined) return undefined;
  const { asked, verdict } = found;
  if (verdict.barrier === 'boundary')
    return { text: `allow ${asked.action} in the permissions boundary, too` };
  return { text: `take ${asked.action} out of ${verdict.origin?.name ?? 'the statement that denies it'}` };
}

function because(answer: Answer, decisive: readonly Answered[], { fault }: Parts): string {
  const told = answer === 'denied' ? fault?.() : undefined;
  if (told !== undefined) return sentence(told);
  const reasons = decisive.map(({ verdict }) => {
    if (answer === 'allowed') return verdict.decidedBy;
    if (answer === 'unknown') return verdict.dependsOn ?? verdict.decidedBy;
    return verdict.missing ?? verdict.decidedBy;
  });
  return sentence([...new Set(reasons)].join('; '));
}

function check(decisive: readonly Answered[], parts: Parts): string {
  const told = parts.check?.();
  if (told !== undefined) return sentence(told);
  const open = [...new Set(decisive.map(({ verdict }) => verdict.dependsOn ?? verdict.decidedBy))];
  return sentence(open.map(toCheck).join('; '));
}

function toCheck(open: string): string {
  return open
    .replace(/^allowed only if /, 'check that ')
    .replace(/^denied if /, 'check that it is not so that ');
}

function question(view: View, { asked, verdict }: Answered): Question {
  const { principal, action, resource } = asked;
  const { show } = view.world;
  return {
    principal: principal.type === 'service' ? principal.arn : show(principal.roleArn ?? principal.arn),
    action,
    resource: show(resource),
    answer: verdict.answer,
    decidedBy:
      verdict.dependsOn === undefined ? verdict.decidedBy : `${verdict.decidedBy} (${verdict.dependsOn})`,
    ...(verdict.missing !== undefined && { missing: verdict.missing }),
  };
}

/** A question that no policy answers: whether AWS can do it at all. */
export function stated(
  service: string,
  action: string,
  resource: string,
  answer: Answer,
  decidedBy: string,
): Answered {
  return {
    asked: { principal: { type: 'service', arn: service }, action, resource },
    verdict: { answer, decidedBy, ...(answer === 'unknown' && { dependsOn: decidedBy }) },
  };
}

function sentence(text: string): string {
  return text.endsWith('.') ? text : `${text}.`;
}
