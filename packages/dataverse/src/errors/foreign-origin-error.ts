/** A path or a next link led out of the environment's Web API; the token was not sent there. */
export class ForeignOriginError extends Error {
  override readonly name = 'ForeignOriginError';
  readonly code = 'ERR_DATAVERSE_ORIGIN';
  /** Root of the environment's Web API. */
  readonly expected: string;
  /** Where the path or link led, without its query. */
  readonly actual: string;

  constructor(what: string, expected: string, actual: string) {
    super(`${what} leads to ${actual}, outside of ${expected}. The token was not sent there.`);
    this.expected = expected;
    this.actual = actual;
  }
}
