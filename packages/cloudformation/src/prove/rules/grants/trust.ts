import type { Finding, Severity } from '../../../finding.ts';
import { texts } from '../../model/json.ts';
import { hasToken } from '../../model/tokens.ts';
import type { Audit } from '../audit/audit.ts';
import type { Grant } from '../audit/grants.ts';
import { finding } from '../rule.ts';
import { comparedWith, namesBearer, narrows } from './narrowing.ts';

const PAGE = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-user_externalid.html';
const OIDC_PAGE = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html';
const ACCOUNT = /^(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/;

interface Words {
  readonly id: string;
  readonly severity: Severity;
  readonly message: string;
  readonly cause: string;
  readonly fix: string;
  readonly documentation: string;
}

/** Roles that anybody may assume, everybody of another account, or whoever has a token of an identity provider. */
export function trust(audit: Audit): readonly Finding[] {
  return audit.grants().flatMap((grant) => {
    if (grant.kind !== 'trust') return [];
    const words = fault(audit, grant);
    return words === undefined ? [] : [finding(audit, grant.at, { ...words, path: grant.path })];
  });
}

function fault({ world }: Audit, { statement, at }: Grant): Words | undefined {
  const { Principal, NotPrincipal, Condition } = statement;
  const role = at.logicalId;
  const names = typeof Principal === 'object' ? texts(Principal.AWS) : [];
  if (NotPrincipal !== undefined || Principal === '*' || names.includes('*')) {
    if (narrows(Condition)) return undefined;
    return {
      id: 'TrustsAnybody',
      severity: 'warning',
      message: `Anybody may assume the role ${role}.`,
      cause: 'Everyone who has an AWS account gets what it may do.',
      fix: 'Name the accounts, roles or services that assume it.',
      documentation: PAGE,
    };
  }
  const providers = typeof Principal === 'object' ? texts(Principal.Federated) : [];
  const [provider] = providers.filter((each) => !/:saml-provider\//.test(each) && !hasToken(each));
  if (provider !== undefined && !namesBearer(Condition)) {
    const host = provider.split('oidc-provider/').at(-1) ?? provider;
    return {
      id: 'TrustsAnyToken',
      severity: 'warning',
      message: `The role ${role} may be assumed with any token of ${host}.`,
      cause: 'Its other customers have such tokens, too.',
      fix: `Add a condition on ${host}:sub, and on ${host}:aud.`,
      documentation: OIDC_PAGE,
    };
  }
  const account = names
    .flatMap((each) => ACCOUNT.exec(each)?.[1] ?? [])
    .find((each) => each !== world.account);
  if (account === undefined || comparedWith(Condition, 'sts:externalid').length > 0 || narrows(Condition))
    return undefined;
  return {
    id: 'TrustsWholeAccount',
    severity: 'info',
    message: `The role ${role} may be assumed by whomever account ${account} lets.`,
    cause:
      'If that is somebody else’s service, it can be made to use the role for another of its customers (confused deputy).',
    fix: 'Name the role that assumes it, or agree on an sts:ExternalId.',
    documentation: PAGE,
  };
}
