import { asWritten } from './as-written.ts';
import { findHops } from './hops/find-hops.ts';
import { mergeHops } from './hops/merge-hops.ts';
import { orderHops } from './hops/order-hops.ts';
import { createView } from './hops/view.ts';
import { createWorlds } from './model/create-worlds.ts';
import { functionNameOf } from './model/function-name.ts';
import { text } from './model/json.ts';
import type { World } from './model/world.ts';
import type { Place, Proof } from './proof.ts';
import type { Provable, ProveOptions } from './provable.ts';
import { createAudit } from './rules/audit/audit.ts';
import { mergeFindings } from './rules/merge-findings.ts';
import type { Rule } from './rules/rule.ts';

/** The findings that tell of a part of the template that was not looked at: what is there proves nothing of it. */
const LEFT_OUT: ReadonlySet<string> = new Set([
  'ScenariosNotExplored',
  'MacroNotRun',
  'LoopNotRead',
  'ServerlessNotExpanded',
]);

/** The findings whose only remedy is an order, which nobody can give to what a transform makes. */
const OF_ORDER: ReadonlySet<string> = new Set(['SubscriptionBeforePermission']);

/** Proves a template, and asks each rule what else is wrong. */
export function proveBy(rules: readonly Rule[], template: Provable, options: ProveOptions = {}): Proof {
  const builder = 'toJson' in template && typeof template.toJson === 'function' ? template : undefined;
  const json: unknown = builder === undefined ? template : builder.toJson({ validate: false });
  const sourceOf = (logicalId: string) => builder?.sourceOf?.(logicalId);
  const { worlds, findings, extended, from } = createWorlds(json, { ...options, sourceOf });
  const found = worlds.map((world) => {
    const view = createView(world);
    const drafts = findHops(view);
    const audit = createAudit(view, drafts);
    return { scenario: world.scenario, drafts, findings: rules.flatMap((rule) => rule(audit)) };
  });
  const written = extended ? asWritten(json, from) : undefined;
  const hops = orderHops(
    mergeHops(found).map((hop) => written?.hop(hop) ?? hop),
    placeBehind(worlds),
  );
  const merged = mergeFindings(
    found.map((each) => each.findings),
    findings,
    findings.every(({ id }) => id !== 'ScenariosNotExplored'),
  );
  const all = merged
    .filter(({ id, path }) => !(OF_ORDER.has(id) && from.has(String(path[1]))))
    .map((finding) => written?.finding(finding) ?? finding);
  return {
    scenarios: worlds.map(({ scenario }) => scenario),
    hops,
    findings: all,
    proven:
      hops.every(({ answer }) => answer === 'allowed') &&
      all.every(({ severity, id }) => severity !== 'error' && !LEFT_OUT.has(id)),
  };
}

/** A version or an alias leads to what its function leads to. */
function placeBehind(worlds: readonly World[]): (place: Place) => string {
  const behind = new Map<string, string>();
  for (const world of worlds) {
    for (const type of ['AWS::Lambda::Alias', 'AWS::Lambda::Version']) {
      for (const { logicalId, properties } of world.ofType(type)) {
        const { name } = functionNameOf(text(properties['FunctionName']) ?? '');
        const fn = world.named('AWS::Lambda::Function', name);
        if (fn !== undefined) behind.set(logicalId, fn.logicalId);
      }
    }
  }
  return ({ logicalId, label }) => (logicalId === undefined ? label : (behind.get(logicalId) ?? logicalId));
}
