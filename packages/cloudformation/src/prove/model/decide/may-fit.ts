import type { AuthorizationRequest, OneOrMany, Statement } from '@wayleave/iam';
import { hasToken, type Tokens } from '../tokens.ts';

/** What may be anything in a comparison. */
const ANY = '*';
const longest = 4_000;

/**
 * The first pattern with which a statement that does not apply might after all, were its stand-ins something else;
 * undefined where nothing that they can be makes it apply. Conditions are not looked at: they count as met.
 */
export function mayApply(
  statement: Statement,
  request: AuthorizationRequest,
  tokens: Tokens,
): string | undefined {
  const { Action, Resource, Principal } = statement;
  const action = [lowered(request.action)];
  const found = [
    among(listed(Action).map(lowered), action, tokens),
    among(listed(Resource), [request.resource], tokens),
    whoFits(Principal, request, tokens),
  ];
  if (found.includes(false)) return undefined;
  return found.find((each) => typeof each === 'string');
}

/** True where a pattern is not there or fits surely; the pattern that may fit; false where none may. */
type Fit = string | boolean;

function among(patterns: readonly string[], values: readonly string[], tokens: Tokens): Fit {
  if (patterns.length === 0) return true;
  let found: Fit = false;
  for (const pattern of patterns)
    for (const value of values) {
      if (!meets(pattern, value)) {
        if (!meets(open(pattern, tokens), open(value, tokens))) continue;
        if (found === false) found = pattern;
      } else return true;
    }
  return found;
}

function whoFits(who: Statement['Principal'], { principal }: AuthorizationRequest, tokens: Tokens): Fit {
  if (who === undefined || who === ANY) return true;
  const arn = principal.roleArn ?? principal.arn;
  const [, partition, , , account] = arn.split(':');
  const services = principal.type === 'service' ? (principal.serviceNames ?? [arn]) : [];
  const accounts = account === undefined ? [] : [account, `arn:${partition}:iam::${account}:root`];
  const fits = [
    listed(who.Service).length > 0 && among(listed(who.Service), services, tokens),
    listed(who.AWS).length > 0 && among(listed(who.AWS), [arn, ...accounts], tokens),
  ];
  return fits.find((each) => each === true) ?? fits.find((each) => typeof each === 'string') ?? false;
}

/** The text with what stands in for something unknown as a wildcard; what AWS generates is no text of a policy. */
function open(text: string, tokens: Tokens): string {
  if (!hasToken(text)) return text;
  return tokens
    .inside(text)
    .filter(({ kind }) => kind !== 'generated')
    .reduce((opened, { text: token }) => opened.replaceAll(token, ANY), text);
}

/** Whether some text fits both, each with wildcards of its own. */
function meets(one: string, other: string): boolean {
  if (one === other || one === ANY || other === ANY) return true;
  if (one.length > longest || other.length > longest) return true;
  // What of the other can have been read, for each beginning of the one.
  let reached = closed(new Set([0]), other);
  for (const character of one) {
    const next = new Set<number>();
    if (character === '*') for (let at = Math.min(...reached); at <= other.length; at++) next.add(at);
    else
      for (const at of reached) {
        const there = other[at];
        if (there === '*') next.add(at);
        const isOne = character === '?' || there === '?' || character === there;
        if (there !== undefined && there !== '*' && isOne) next.add(at + 1);
      }
    if (next.size === 0) return false;
    reached = closed(next, other);
  }
  return reached.has(other.length);
}

/** With the places that are reached by letting a wildcard stand for nothing. */
function closed(places: Set<number>, text: string): Set<number> {
  for (const at of places) if (text[at] === '*') places.add(at + 1);
  return places;
}

function listed(value: OneOrMany<string> | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}

function lowered(text: string): string {
  return text.toLowerCase();
}
