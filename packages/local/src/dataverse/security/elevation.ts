import type { Exchange } from '../organization.ts';
import { hold } from './access.ts';
import { callerName } from './caller.ts';
import { missingGeneralPrivilege } from './messages.ts';
import { describe } from './principal.ts';
import { type Depth, type Privilege, wider } from './privileges.ts';

/**
 * Nobody hands out more than they hold: each privilege must be the caller's own, as deep or deeper (0x80040220).
 *
 * @see https://learn.microsoft.com/power-platform/admin/assign-security-roles
 */
export function demandOwn(
  exchange: Exchange,
  grants: Iterable<readonly [Privilege, Depth]>,
  resource: string,
): void {
  const { org, caller, asked } = exchange;
  if (org.unconfirmed.grantBeyondOwn === 'allowed') return;
  for (const [privilege, depth] of grants) {
    const held = hold(exchange, privilege);
    if ('depth' in held && wider(held.depth, depth) === held.depth) continue;
    const lacking = 'depth' in held ? caller.acting : held.lacking;
    const error = missingGeneralPrivilege(org, lacking, privilege, depth);
    const decidedBy =
      'depth' in held
        ? `held at ${held.depth} depth only, and ${depth} would be given away`
        : `no role of ${describe(held.lacking)} holds it, so that it cannot be given away`;
    asked.refuse({ principal: callerName(caller), action: privilege.name, resource, decidedBy }, error);
    throw error;
  }
}
