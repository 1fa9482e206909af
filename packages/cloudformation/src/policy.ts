export { type PolicyDocument, type PolicyStatement, policyDocument } from './policy/document.ts';
export { allow, deny, type StatementOptions } from './policy/statement.ts';
