/**
 * A policy document that AWS would not accept. `message` says what is wrong and where; `awsMessage` is the
 * sentence that IAM sends with `MalformedPolicyDocument`.
 */
export class PolicyError extends Error {
  override readonly name = 'PolicyError';
  readonly code = 'ERR_IAM_POLICY';
  /** Where in the document: `Statement[0].Condition.ArnLike`; empty for the document itself. */
  readonly path: string;
  readonly awsMessage: string;

  constructor(awsMessage: string, path: string, detail: string, options?: ErrorOptions) {
    super(`${awsMessage} (${path === '' ? 'the policy document' : path}: ${detail})`, options);
    this.path = path;
    this.awsMessage = awsMessage;
  }
}
