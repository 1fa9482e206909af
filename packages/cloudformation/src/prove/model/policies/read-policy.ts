import { type PolicyDocument, PolicyError, parsePolicyDocument, type Statement } from '@wayleave/iam';
import type { TemplatePath } from '../../../finding.ts';
import { isObject, type Json, parsed } from '../json.ts';
import { type AttachedTo, refusedFor } from './refused.ts';

/** A policy of the template, read; or one that is somewhere else and can only be named. */
export interface ReadPolicy {
  /** For a person: `queue policy "UndeliveredPolicy"`. */
  readonly name: string;
  readonly statements: readonly Statement[];
  readonly version: PolicyDocument['Version'];
  /** Where each statement stands: the policy's name for a person, and its place in the template. */
  readonly origins: readonly Origin[];
  /** Set when what it says is not known, or not all of it: why. */
  readonly opaque?: string;
  /** Set when what is not known of it may be a denial. */
  readonly mayDeny?: true;
  /** Set when it may not be there at all: what it denies counts, what it allows does not. */
  readonly isDoubtful?: true;
}

/** Where a statement stands. */
export interface Origin {
  /** `Permission "UploadsInvoke"`, `policy "Logs" of Role, statement "Write"`. */
  readonly name: string;
  readonly path: TemplatePath;
  readonly logicalId?: string;
}

const NO_STATEMENTS = { statements: [], version: undefined, origins: [] } as const;

/** Reads a policy document of the template; what AWS would not accept there is opaque. */
export function readPolicy(
  name: string,
  value: Json | undefined,
  path: TemplatePath,
  logicalId?: string,
  to?: AttachedTo,
): ReadPolicy {
  const json = parsed(value);
  if (isObject(json) && Array.isArray(json['Statement']) && json['Statement'].length === 0) {
    return { name, ...NO_STATEMENTS };
  }
  try {
    const document = parsePolicyDocument(json);
    const refused = refusedFor(document, to);
    if (refused !== undefined) return unreadable(name, refused);
    const statements = list(document.Statement);
    return {
      name,
      statements,
      version: document.Version,
      origins: statements.map(({ Sid }, index) => ({
        name: Sid
          ? `${name}, statement "${Sid}"`
          : statements.length > 1
            ? `${name}, statement ${index + 1}`
            : name,
        path: Array.isArray(document.Statement) ? [...path, 'Statement', index] : [...path, 'Statement'],
        ...(logicalId !== undefined && { logicalId }),
      })),
    };
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return unreadable(name, error.message);
  }
}

function unreadable(name: string, why: string): ReadPolicy {
  return { ...opaque(name, `${name} cannot be read: ${why}`), mayDeny: true };
}

/** A policy whose text is not in the template. */
export function opaque(name: string, why: string): ReadPolicy {
  return { name, ...NO_STATEMENTS, opaque: why };
}

/** A policy of statements made here, as AWS makes them of other properties. */
export function madePolicy(
  name: string,
  statements: readonly Statement[],
  origins: readonly Origin[],
): ReadPolicy {
  return { name, statements, origins, version: '2012-10-17' };
}

/** Several documents on one thing that add up. */
export function joined(name: string, policies: readonly ReadPolicy[]): ReadPolicy {
  const unknown = policies.find((policy) => policy.opaque !== undefined)?.opaque;
  return {
    name,
    statements: policies.flatMap(({ statements }) => statements),
    origins: policies.flatMap(({ origins }) => origins),
    version: policies[0]?.version,
    ...(unknown !== undefined && { opaque: unknown }),
    ...(policies.some(({ mayDeny }) => mayDeny === true) && { mayDeny: true }),
  };
}

function list(statements: PolicyDocument['Statement']): readonly Statement[] {
  // Array.isArray does not narrow readonly arrays.
  return Array.isArray(statements) ? (statements as readonly Statement[]) : [statements as Statement];
}
