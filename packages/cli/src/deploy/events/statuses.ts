/** Whether a stack in this status is at rest. */
export function isAtRest(status: string): boolean {
  return !status.endsWith('_IN_PROGRESS');
}

/** What an operation on a stack came to, by the status it came to rest in. */
export function succeeded(status: string): boolean {
  return status === 'CREATE_COMPLETE' || status === 'UPDATE_COMPLETE' || status === 'IMPORT_COMPLETE';
}

/** Whether what was begun is being taken back, or was. */
export function isRollback(status: string): boolean {
  return status.includes('ROLLBACK');
}

/** Resources that were stopped because another one failed: never the reason. */
export function isCancellation(reason: string | undefined): boolean {
  return reason !== undefined && /^Resource (?:creation|update|deletion|import) cancelled/i.test(reason);
}

/** A handler's reason without its wrapping: what it says, and its error code. */
export function readableReason(reason: string): string {
  const match =
    /^Resource handler returned message: "(?<said>[\s\S]*)" \(RequestToken: [^,)]+, HandlerErrorCode: (?<code>\w+)\)$/.exec(
      reason,
    );
  const { said, code } = match?.groups ?? {};
  return said === undefined ? reason : `${said} [${code}]`;
}
