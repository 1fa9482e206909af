import { listOf, type PolicyDocument } from '../policy.ts';
import { PolicyError } from '../policy-error.ts';

/** The further rules of the trust policy of a role. */
export function checkTrustPolicy(document: PolicyDocument): void {
  for (const [index, statement] of listOf(document.Statement).entries()) {
    const fail = (words: string, detail: string) => {
      throw new PolicyError(words, `Statement[${index}]`, detail);
    };
    const { Principal, NotPrincipal, Action, NotAction, Resource, NotResource } = statement;
    if (NotPrincipal !== undefined) {
      fail('AssumeRole policy must not contain NotPrincipal field.', 'a trust policy names who is trusted');
    }
    if (Principal === undefined) fail('Missing required field Principal', 'it trusts nobody');
    if (Resource !== undefined) fail('Has prohibited field Resource', 'it is about the role it stands on');
    if (NotResource !== undefined) {
      fail('AssumeRole policy must not contain resources.', 'it is about the role it stands on');
    }
    const other = listOf(Action ?? NotAction).find((action) => !action.toLowerCase().startsWith('sts:'));
    if (other !== undefined) {
      fail('AssumeRole policy may only specify STS AssumeRole actions.', `"${other}" is none`);
    }
  }
}
