import { PolicyError, type PolicyKind, parsePolicyDocument } from '@wayleave/iam';
import { AwsError } from '../service.ts';
import type { StoredDocument } from './entities.ts';

/** Reads a policy that is about to be stored; a bad one is refused in IAM's words. */
export function readDocument(text: string, kind: PolicyKind): StoredDocument {
  try {
    return { text, document: parsePolicyDocument(text, { kind }) };
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    const refusal = new AwsError('MalformedPolicyDocument', error.awsMessage);
    refusal.cause = error;
    throw refusal;
  }
}

/** IAM gives policy documents URL-encoded. */
export function encodedDocument({ text }: StoredDocument): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
