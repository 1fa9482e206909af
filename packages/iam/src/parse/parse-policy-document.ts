import { listOf, type PolicyDocument } from '../policy.ts';
import { PolicyError } from '../policy-error.ts';
import { checkIdentityPolicy } from './identity-policy.ts';
import { isObject, noOtherKeys, type PolicyKind, SYNTAX } from './shape.ts';
import { checkStatement } from './statement.ts';
import { checkTrustPolicy } from './trust-policy.ts';

export interface ParseOptions {
  /** Absent: only the grammar that all policies share is checked. */
  readonly kind?: PolicyKind;
}

/**
 * Reads a policy document, as text or as parsed JSON, and checks it as AWS does when it is saved. Throws
 * PolicyError (`ERR_IAM_POLICY`) with the place, and with IAM's own sentence where it is known.
 *
 * @example
 * const trust = parsePolicyDocument(text, { kind: 'trust' });
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export function parsePolicyDocument(json: unknown, options: ParseOptions = {}): PolicyDocument {
  const document = checkGrammar(typeof json === 'string' ? parseJson(json, options) : json, options);
  if (options.kind === 'identity') checkIdentityPolicy(document);
  if (options.kind === 'trust') checkTrustPolicy(document);
  if (options.kind === 'resource') requirePrincipals(document);
  return document;
}

function parseJson(text: string, { kind }: ParseOptions): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const words = kind === 'trust' ? 'This policy contains invalid Json' : SYNTAX;
    throw new PolicyError(words, '', 'it is not JSON', { cause });
  }
}

function checkGrammar(json: unknown, { kind }: ParseOptions): PolicyDocument {
  if (!isObject(json)) throw new PolicyError(SYNTAX, '', 'it must be a JSON object');
  noOtherKeys(json, ['Version', 'Id', 'Statement'], '');
  const { Version, Id, Statement } = json;
  if (Version !== undefined && Version !== '2012-10-17' && Version !== '2008-10-17') {
    const words = kind === 'trust' ? 'The policy must contain a valid version string' : SYNTAX;
    throw new PolicyError(words, 'Version', 'it must be 2012-10-17 or 2008-10-17');
  }
  if (Id !== undefined && typeof Id !== 'string') throw new PolicyError(SYNTAX, 'Id', 'it must be a string');
  const statements: readonly unknown[] = Array.isArray(Statement) ? Statement : [Statement];
  if (Statement === undefined || statements.length === 0) {
    throw new PolicyError(SYNTAX, 'Statement', 'there must be a statement');
  }
  for (const [index, statement] of statements.entries())
    checkStatement(statement, `Statement[${index}]`, kind);
  // Every part has just been checked against the type.
  const document = json as unknown as PolicyDocument;
  uniqueSids(document);
  return document;
}

function uniqueSids(document: PolicyDocument): void {
  const seen = new Set<string>();
  for (const [index, { Sid }] of listOf(document.Statement).entries()) {
    if (Sid === undefined || Sid === '') continue;
    if (seen.has(Sid)) {
      const words = 'Statement IDs (SID) in a single policy must be unique.';
      throw new PolicyError(words, `Statement[${index}].Sid`, `"${Sid}" is used twice`);
    }
    seen.add(Sid);
  }
}

function requirePrincipals(document: PolicyDocument): void {
  for (const [index, { Principal, NotPrincipal }] of listOf(document.Statement).entries()) {
    if (Principal === undefined && NotPrincipal === undefined) {
      const detail = 'a statement of a resource policy must have a Principal or NotPrincipal';
      throw new PolicyError(SYNTAX, `Statement[${index}]`, detail);
    }
  }
}
