import type { Referable } from '../../handles.ts';
import type { TemplateJson } from '../../template-json.ts';
import type { Hop, HopKind, Place, Proof } from '../proof.ts';
import type { Provable } from '../provable.ts';
import { exitCodeOf, summarise } from '../report/summary.ts';
import { renderHop, renderText } from '../report/text.ts';
import { nameOf } from '../report/words.ts';

/** A resource by its handle or logical id, or something outside by the name that the proof gives it. */
export type End = Pick<Referable, 'logicalId'> | string;

/** What a proof is made with, and which of several hops between two places is meant. */
export type AuthoriseOptions<O> = O & {
  /** Only hops of this kind, where two places have several. */
  readonly kind?: HopKind;
};

/** What a test runner wants of a matcher. */
export interface MatcherResult {
  readonly pass: boolean;
  readonly message: () => string;
}

/** What a test runner tells a matcher. */
export interface MatcherContext {
  readonly isNot?: boolean;
}

/** Makes the matchers on a prover. */
export function createMatchers<O extends object>(prove: (template: Provable, options?: O) => Proof) {
  return {
    toAuthorise(
      this: MatcherContext,
      received: unknown,
      from: End,
      to: End,
      options: AuthoriseOptions<O> = {} as AuthoriseOptions<O>,
    ): MatcherResult {
      const isNot = this.isNot === true;
      const template = provable(received);
      const { kind, ...rest } = options;
      // What is left of the options without `kind` is O.
      const { hops } = prove(template, rest as unknown as O);
      const [source, target] = [endName(from), endName(to)];
      const strangers = [source, target].filter((end) => !isKnown(end, template, hops));
      // A misspelt name must not pass, nor what nobody can decide; not with .not either.
      const failed = (text: string): MatcherResult => ({ pass: isNot, message: () => text });
      if (strangers.length > 0) return failed(unknownEnds(strangers, template));
      const found = hops.filter(
        (hop) => is(hop.from, source) && is(hop.to, target) && (kind === undefined || hop.kind === kind),
      );
      if (found.length === 0) return { pass: false, message: () => noHop(source, target, kind, hops) };
      const shown = () => found.map((hop) => renderHop(hop)).join('\n');
      if (found.some(({ answer }) => answer === 'denied'))
        return {
          pass: false,
          message: () => `Expected the template to authorise ${source} → ${target}:\n\n${shown()}`,
        };
      if (found.some(({ answer }) => answer === 'unknown'))
        return failed(
          `Whether the template authorises ${source} → ${target} cannot be decided from it alone:\n\n${shown()}`,
        );
      return {
        pass: true,
        message: () => `Expected the template not to authorise ${source} → ${target}:\n\n${shown()}`,
      };
    },

    toBeProven(this: MatcherContext, received: unknown, options?: O): MatcherResult {
      const proof = prove(provable(received), options);
      const report = { subject: { name: 'template' }, validation: [], proof };
      const told = () => renderText(report).trimEnd();
      if (!proof.proven && this.isNot === true && exitCodeOf(summarise(report)) === 0)
        return {
          pass: true,
          message: () => `Whether the template is proven cannot be decided from it alone:\n\n${told()}`,
        };
      return {
        pass: proof.proven,
        message: () => `Expected the template ${proof.proven ? 'not ' : ''}to be proven:\n\n${told()}`,
      };
    },
  };
}

function provable(received: unknown): Provable {
  const isObject = typeof received === 'object' && received !== null;
  if (isObject && ('toJson' in received || 'Resources' in received)) return received as Provable; // just looked at
  throw new TypeError('expect(…) was not given a template: give it one of the builder, or the JSON of one.');
}

function endName(end: unknown): string {
  const name = typeof end === 'object' && end !== null && 'logicalId' in end ? end.logicalId : end;
  if (typeof name === 'string') return name;
  throw new TypeError('An end of a hop is a resource that t.add returned, or a logical id.');
}

function is(place: Place, name: string): boolean {
  return place.logicalId === name || place.label === name;
}

function resourcesOf(template: Provable): readonly string[] {
  const isBuilder = 'toJson' in template && typeof template.toJson === 'function';
  // The prover does not validate either: a name is looked up in what there is.
  const { Resources } = (isBuilder ? template.toJson({ validate: false }) : template) as TemplateJson;
  return Object.keys(Resources);
}

function isKnown(name: string, template: Provable, hops: readonly Hop[]): boolean {
  return hops.some(({ from, to }) => is(from, name) || is(to, name)) || resourcesOf(template).includes(name);
}

function unknownEnds(names: readonly string[], template: Provable): string {
  const resources = resourcesOf(template);
  return `The template has no ${names.join(' and no ')}. Its resources are ${resources.join(', ') || 'none'}.`;
}

function noHop(from: string, to: string, kind: HopKind | undefined, hops: readonly Hop[]): string {
  const leaving = hops.filter((hop) => is(hop.from, from));
  const arriving = hops.filter((hop) => is(hop.to, to));
  const list = (found: readonly Hop[]) =>
    found.map((hop) => `  ${nameOf(hop.from)} ──${hop.kind}──▶ ${nameOf(hop.to)}`);
  return [
    `The template wires no ${kind === undefined ? 'hop' : `${kind} hop`} from ${from} to ${to}, so there is nothing to authorise.`,
    ...(leaving.length === 0 ? [`Nothing leads from ${from}.`] : [`From ${from} lead:`, ...list(leaving)]),
    ...(arriving.length === 0 ? [`Nothing leads to ${to}.`] : [`To ${to} lead:`, ...list(arriving)]),
  ].join('\n');
}
