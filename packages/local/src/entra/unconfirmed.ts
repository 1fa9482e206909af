/**
 * Answers that documents and recordings of Entra and Graph disagree on, or that none of them shows.
 * Each has a switch, so that a program can be tried against both readings.
 */
export interface Unconfirmed {
  /** A client id that is no application here: threads and documents show 700016, one recording of 2026 shows 700038. */
  readonly unknownClient: 700016 | 700038;
  /** No `client_secret` and no `client_assertion`: the text of 7000216 names this grant, 7000218 is the better known. */
  readonly missingCredential: 7000216 | 7000218;
}

export const unconfirmedDefaults: Unconfirmed = { unknownClient: 700016, missingCredential: 7000216 };
