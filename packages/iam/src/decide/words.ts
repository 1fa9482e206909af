import type { Layer } from '../evaluation.ts';
import { listOf, type OneOrMany, type PrincipalElement } from '../policy.ts';
import { isIdentityProvider } from '../principal.ts';
import type { AuthorizationRequest, Principal } from '../request.ts';
import { assumesRole } from './rules.ts';
import { hasPrincipals, type Trace } from './trace.ts';

/** The kinds of policy as AWS names them in its refusals. */
const KINDS: Readonly<Record<Layer, string>> = {
  identity: 'identity-based policy',
  resource: 'resource-based policy',
  boundary: 'permissions boundary',
  session: 'session policy',
  serviceControl: 'service control policy',
  resourceControl: 'resource control policy',
  endpoint: 'VPC endpoint policy',
};

export function kindOf(layer: Layer, request: AuthorizationRequest): string {
  return layer === 'resource' && assumesRole(request) ? 'role trust policy' : KINDS[layer];
}

/** `User: … is not authorized to perform: … on resource: …`, with AWS's reason. */
export function refusal(request: AuthorizationRequest, layer: Layer, explicit: boolean): string {
  const { principal, action, resource } = request;
  if (isIdentityProvider(principal) && assumesRole(request)) return `Not authorized to perform ${action}`;
  const kind = kindOf(layer, request);
  const article = kind === 'role trust policy' ? 'the' : kind === 'identity-based policy' ? 'an' : 'a';
  const reason = explicit
    ? `with an explicit deny in ${article} ${kind}`
    : `because no ${kind} allows the ${action} action`;
  return `User: ${who(principal)} is not authorized to perform: ${action} on resource: ${resource} ${reason}`;
}

export function who(principal: Principal): string {
  return principal.type === 'anonymous' ? 'anonymous' : principal.arn;
}

/** `inline policy "Logs" of role X, statement "Write"`. */
export function statementName({ policy, statement, index }: Trace): string {
  return `${policy}, statement ${statement.Sid ? `"${statement.Sid}"` : index + 1}`;
}

/** A statement that applies, for a person: `…, statement "Write": logs:PutLogEvents on arn:…:* to sns.amazonaws.com`. */
export function described(trace: Trace, { action, principal }: AuthorizationRequest): string {
  const { Resource, NotResource } = trace.statement;
  const on = Resource ? ` on ${listed(Resource)}` : NotResource ? ` on all but ${listed(NotResource)}` : '';
  const to = hasPrincipals(trace.layer) ? ` to ${who(principal)}` : '';
  return `${statementName(trace)}: ${trace.statement.Effect === 'Deny' ? 'denies ' : ''}${action}${on}${to}`;
}

export function listed(values: OneOrMany<string>): string {
  return listOf(values).join(', ');
}

export function namesIn(element: PrincipalElement): string {
  if (element === '*') return '*';
  return listed(Object.values(element).flatMap((names: OneOrMany<string>) => listOf(names)));
}
