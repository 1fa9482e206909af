import type { Finding, TemplatePath } from '../../../finding.ts';
import type { HopFix } from '../../proof.ts';
import { isUnread, type Unread } from '../json.ts';
import { members, namedIn } from './expressions.ts';

const FUNCTION =
  'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html';
const SUBSCRIPTION =
  'https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-sqssubscriptionobject.html';

/** What to do about a resource that the transform makes, by what is to be done about one that is written. */
const WORDS: ReadonlyMap<string | undefined, Pick<Finding, 'fix' | 'documentation'>> = new Map([
  [
    'Declare an AWS::Lambda::EventInvokeConfig with a destination on failure, or set DeadLetterConfig.',
    {
      fix: 'Set EventInvokeConfig with DestinationConfig.OnFailure, or DeadLetterQueue.',
      documentation: FUNCTION,
    },
  ],
  [
    'Set RedrivePolicy.',
    {
      fix: 'Declare a queue with RedrivePolicy, and name it as QueueArn and QueueUrl of SqsSubscription.',
      documentation: SUBSCRIPTION,
    },
  ],
]);

const WITH_POLICIES = ['AWS::Serverless::Function', 'AWS::Serverless::StateMachine'];

/**
 * A fix that adds a policy to a role that the transform makes, as it is written in SAM: one more entry in `Policies`
 * of the function or the state machine. Undefined for any other fix.
 */
export function inSam(
  fix: HopFix,
  template: unknown,
  from: ReadonlyMap<string, TemplatePath>,
): HopFix | undefined {
  const [operation, ...more] = fix.patch ?? [];
  const value = operation === undefined || !('value' in operation) ? undefined : operation.value;
  const { Type: type, Properties: properties } = members(value);
  const { Roles: roles, PolicyDocument: document } = members(properties);
  if (type !== 'AWS::IAM::Policy' || more.length > 0 || !isUnread(document)) return undefined;
  const [role, ...others]: readonly unknown[] = Array.isArray(roles) ? roles : [];
  const made = from.get(namedIn(role) ?? '');
  const [, owner] = made ?? [];
  if (made?.length !== 2 || others.length > 0 || owner === undefined) return undefined;
  const written = members(members(isUnread(template) ? template['Resources'] : undefined)[owner]);
  if (!WITH_POLICIES.includes(String(written['Type'])) || !isUnread(written['Properties'])) return undefined;
  const text = `${fix.text.replace(/ to a policy of .*$/, '')} to Policies of ${owner}`;
  const statement = JSON.stringify(members(document)['Statement']);
  const { code: _, patch: __, ...rest } = fix;
  const shown = { ...rest, text: `${text}, as - Statement: ${statement}` };
  const patch = patchOf(String(owner), written['Properties'], document);
  return patch === undefined ? shown : { ...shown, patch };
}

/** Of one entry alone, which is no list, there is nothing to append to. */
function patchOf(owner: string, properties: Unread, document: Unread): HopFix['patch'] {
  const path = ['Resources', owner, 'Properties', 'Policies'];
  const policies = properties['Policies'];
  const value = JSON.parse(JSON.stringify(document));
  if (Array.isArray(policies)) return [{ op: 'add', path: [...path, '-'], value }];
  return policies === undefined ? [{ op: 'add', path, value: [value] }] : undefined;
}

/** A finding of a resource that the transform makes, in the words of SAM where it has others. */
export function toldInSam(finding: Finding): Finding {
  return { ...finding, ...WORDS.get(finding.fix) };
}
