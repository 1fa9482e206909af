export { evaluate } from './evaluate.ts';
export type {
  Allowed,
  ConsideredStatement,
  Evaluation,
  Layer,
  MatchedStatement,
  Refused,
} from './evaluation.ts';
export type { GrantBeyond } from './narrow/beyond.ts';
export { grantsBeyond } from './narrow/grants-beyond.ts';
export { type SmallestStatementOptions, smallestStatement } from './narrow/smallest-statement.ts';
export { type ParseOptions, parsePolicyDocument } from './parse/parse-policy-document.ts';
export type { PolicyKind } from './parse/shape.ts';
export type {
  ConditionBlock,
  ConditionValue,
  Effect,
  NamedPolicy,
  OneOrMany,
  OrganizationLevel,
  PolicyDocument,
  PrincipalElement,
  Statement,
} from './policy.ts';
export { PolicyError } from './policy-error.ts';
export type { AuthorizationRequest, PolicySet, Principal } from './request.ts';
