import { type AuthorizationRequest, grantsBeyond } from '@wayleave/iam';
import type { Draft } from '../../hops/view.ts';
import type { WorldResource } from '../../model/world.ts';
import type { Grant } from './grants.ts';

/** A question of a hop, as evaluation takes it. */
export interface AskedOf {
  readonly request: AuthorizationRequest;
  readonly hop: Draft;
}

/** The questions of all hops. */
export interface AskedIndex {
  /** Those that a statement answers. A question that only repeats what a policy says is not among them. */
  readonly coveredBy: (grant: Grant) => readonly AskedOf[];
  /** All that a role or user asks. */
  readonly by: (holder: WorldResource) => readonly AskedOf[];
}

/** Sorts the questions of hops by who asks, and by what they are about. */
export function createAskedIndex(hops: readonly Draft[]): AskedIndex {
  const byPrincipal = new Map<string, AskedOf[]>();
  const byResource = new Map<string, AskedOf[]>();
  for (const hop of hops) {
    for (const { asked } of hop.answers) {
      // A pattern is asked for only because a policy names it.
      if (asked.action.includes('*')) continue;
      const { principal, action, resource } = asked;
      const context = { 'aws:SecureTransport': 'true', ...asked.context };
      const one: AskedOf = { request: { principal, action, resource, context }, hop };
      if (principal.type !== 'service') push(byPrincipal, principal.roleArn ?? principal.arn, one);
      push(byResource, targetOf(resource), one);
    }
  }
  const coveredBy = (grant: Grant) =>
    candidates(grant, byPrincipal, byResource).filter(({ request }) => covers(grant, request));
  return { coveredBy, by: ({ arn }) => byPrincipal.get(arn) ?? [] };
}

/** What is in a bucket belongs to the bucket. */
function targetOf(resource: string): string {
  return resource.split(':')[2] === 's3' ? (resource.split('/', 1)[0] ?? resource) : resource;
}

function candidates(
  { kind, statement, holders }: Grant,
  byPrincipal: ReadonlyMap<string, readonly AskedOf[]>,
  byResource: ReadonlyMap<string, readonly AskedOf[]>,
): readonly AskedOf[] {
  if (kind === 'identity') return holders.flatMap(({ arn }) => byPrincipal.get(arn) ?? []);
  if (kind !== 'permission') return holders.flatMap(({ arn }) => byResource.get(arn) ?? []);
  return typeof statement.Resource === 'string' ? (byResource.get(statement.Resource) ?? []) : [];
}

/** Whether a statement allows what a question asks; what is asked of a role is not in its trust policy. */
function covers({ kind, statement }: Grant, request: AuthorizationRequest): boolean {
  if (kind === 'trust' && request.action !== 'sts:AssumeRole') return false;
  return grantsBeyond(statement, [request]).every(
    ({ kind: beyond, element }) => beyond !== 'unneeded' || element !== 'Statement',
  );
}

function push(map: Map<string, AskedOf[]>, key: string, asked: AskedOf): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [asked]);
  else known.push(asked);
}
