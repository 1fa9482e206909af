export { evaluate } from './evaluate.ts';
export type { Allowed, Evaluation, Layer, MatchedStatement, Refused } from './evaluation.ts';
export { type ParseOptions, parsePolicyDocument } from './parse/parse-policy-document.ts';
export type { PolicyKind } from './parse/shape.ts';
export type {
  ConditionBlock,
  ConditionValue,
  Effect,
  NamedPolicy,
  OneOrMany,
  PolicyDocument,
  PrincipalElement,
  Statement,
} from './policy.ts';
export { PolicyError } from './policy-error.ts';
export type { AuthorizationRequest, PolicySet, Principal } from './request.ts';
