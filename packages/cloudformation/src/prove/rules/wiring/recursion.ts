import type { Finding } from '../../../finding.ts';
import { functionNamed } from '../../hops/names.ts';
import { type Draft, pathOf } from '../../hops/view.ts';
import { functionNameOf } from '../../model/function-name.ts';
import type { WorldResource } from '../../model/world.ts';
import type { Audit } from '../audit/audit.ts';
import { finding } from '../rule.ts';

const BETWEEN = new Set(['AWS::SNS::Topic', 'AWS::SQS::Queue']);

/** Functions that send to a topic or a queue which, perhaps over others, invokes them again. */
export function recursion(audit: Audit): readonly Finding[] {
  if (!audit.hops.some(isSending)) return [];
  const next = new Map<string, Set<string>>();
  const sends = new Map<string, Set<string>>();
  for (const hop of audit.hops) {
    if (hop.answer === 'denied') continue;
    const from = functionOf(audit, hop.from.logicalId);
    const to = functionOf(audit, hop.to.logicalId);
    if (from === undefined || to === undefined) continue;
    if (BETWEEN.has(from.type)) {
      if (['deliver', 'invoke', 'receive'].includes(hop.kind)) push(next, from.logicalId, to.logicalId);
    } else if (BETWEEN.has(to.type) && isSending(hop)) push(sends, from.logicalId, to.logicalId);
  }
  return [...sends].flatMap(([id, targets]) => {
    const fn = audit.world.resources.get(id);
    const target = [...targets].find((each) => leadsTo(next, each, id));
    if (fn === undefined || target === undefined || fn.properties['RecursiveLoop'] === 'Allow') return [];
    const invokes = next.get(target)?.has(id) === true ? 'invokes it' : 'leads back to it';
    return [
      finding(audit, fn, {
        id: 'RecursiveLoop',
        severity: 'warning',
        message: `The function ${id} can ${publishes(audit, target)} ${target}, which ${invokes}.`,
        cause: 'Lambda ends such a loop after some turns, and the messages are lost.',
        fix: 'Send to another one; or set RecursiveLoop to Allow where the loop is meant and ends by itself.',
        path: pathOf(fn, 'RecursiveLoop'),
        documentation: 'https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html',
      }),
    ];
  });
}

function publishes({ world }: Audit, target: string): string {
  return world.resources.get(target)?.type === 'AWS::SNS::Topic' ? 'publish to' : 'send to';
}

/** What only the environment names may be read as well as written; failures are not sent in a loop. */
function isSending({ kind, path, answers }: Draft): boolean {
  if (kind === 'publish') return true;
  return (
    kind === 'use' &&
    !path.includes('Environment') &&
    answers.some(({ asked }) => asked.action.toLowerCase() === 'sqs:sendmessage')
  );
}

/** The function behind a version or an alias; any other resource itself. */
function functionOf({ view, world }: Audit, logicalId: string | undefined): WorldResource | undefined {
  const found = world.resources.get(logicalId ?? '');
  if (found?.type !== 'AWS::Lambda::Alias' && found?.type !== 'AWS::Lambda::Version') return found;
  return functionNamed(view, functionNameOf(found.arn).name);
}

function leadsTo(next: ReadonlyMap<string, ReadonlySet<string>>, from: string, to: string): boolean {
  const seen = new Set<string>();
  const open = [from];
  for (let each = open.pop(); each !== undefined; each = open.pop()) {
    if (each === to) return true;
    if (seen.has(each)) continue;
    seen.add(each);
    open.push(...(next.get(each) ?? []));
  }
  return false;
}

function push(map: Map<string, Set<string>>, key: string, value: string): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, new Set([value]));
  else known.add(value);
}
