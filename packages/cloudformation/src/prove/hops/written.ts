import type { Json } from '../model/json.ts';
import { hasToken } from '../model/tokens.ts';
import type { World, WorldResource } from '../model/world.ts';
import { code, variable } from './fix-code.ts';

/** A value as it is written in a template, and as it is read. */
export interface Written {
  /** JSON for the template. */
  readonly json: Json;
  /** TypeScript for builders. */
  readonly code: string;
  /** For a person. */
  readonly shown: string;
}

const ARN_BY_REF = new Set([
  'AWS::SNS::Topic',
  'AWS::Lambda::Alias',
  'AWS::Lambda::Version',
  'AWS::IAM::ManagedPolicy',
  'AWS::SecretsManager::Secret',
  'AWS::StepFunctions::StateMachine',
]);

/** How to write the ARN of a resource. */
export function arnOf({ logicalId, type }: WorldResource): Written {
  const byRef = ARN_BY_REF.has(type);
  return {
    json: byRef ? { Ref: logicalId } : { 'Fn::GetAtt': [logicalId, 'Arn'] },
    code: `${variable(logicalId)}.${byRef ? 'ref' : 'Arn'}`,
    shown: logicalId,
  };
}

/** How to write text; undefined for text with stand-ins, which no template can be given. */
export function literal(text: string, world: World): Written | undefined {
  if (hasToken(text)) return undefined;
  return { json: text, code: code(text), shown: world.show(text) };
}

/** How to write the ARN that a text is, whatever it stands for. */
export function writtenArn(text: string, world: World): Written | undefined {
  const resource = world.resourceOf(text);
  return resource === undefined ? literal(text, world) : arnOf(resource);
}

/** The stack's own account. */
export const ACCOUNT: Written = { json: { Ref: 'AWS::AccountId' }, code: 'AccountId', shown: 'the account' };
