import { type Refusal, refusals } from './refusal.ts';
import { isGuid } from './refusal-response.ts';

const suffix = '/.default';

/**
 * The resource that a client-credentials `scope` names: everything before `/.default`, as it was written.
 *
 * @see https://learn.microsoft.com/entra/identity-platform/scopes-oidc#the-default-scope
 */
export function resourceOfScope(
  scope: string,
): { readonly resource: string } | { readonly refused: Refusal } {
  const parts = scope.split(/\s+/).filter((part) => part !== '');
  const [first] = parts;
  if (first === undefined) return { refused: refusals.missingField('scope') };
  if (parts.length > 1) {
    const resources = new Set(parts.map(resourceOfPart).filter((resource) => resource !== ''));
    if (resources.size > 1) return { refused: refusals.scopeOfTwoResources(scope) };
    return {
      refused: parts.some((part) => part.endsWith(suffix))
        ? refusals.scopeCombined(scope)
        : refusals.scopeNotDefault(scope),
    };
  }
  if (!first.endsWith(suffix)) return { refused: refusals.scopeNotDefault(scope) };
  const resource = first.slice(0, -suffix.length);
  return isIdentifier(resource) ? { resource } : { refused: refusals.scopeMalformed(scope) };
}

/** The resource of one scope; empty for the bare names (`openid`, `User.Read`) that have none. */
function resourceOfPart(part: string): string {
  const slash = part.lastIndexOf('/');
  return slash === -1 ? '' : part.slice(0, slash);
}

function isIdentifier(resource: string): boolean {
  return isGuid(resource) || (/^[a-z][a-z0-9+.-]*:/i.test(resource) && URL.canParse(resource));
}
