/** What was taken from the providers' schemas, and what was left and why. */
export interface JoinCounts {
  /** Resource types that have a provider's schema. */
  joined: number;
  patterns: number;
  patternsTranslated: number;
  patternsAnything: number;
  patternsUntranslatable: number;
  patternsWrong: number;
  patternsCostly: number;
  bounds: number;
  enums: number;
  enumsLeft: number;
  alternatives: number;
  alternativesLeft: number;
  readOnly: number;
}

/** Counts that start at nothing. */
export function noCounts(): JoinCounts {
  return {
    joined: 0,
    patterns: 0,
    patternsTranslated: 0,
    patternsAnything: 0,
    patternsUntranslatable: 0,
    patternsWrong: 0,
    patternsCostly: 0,
    bounds: 0,
    enums: 0,
    enumsLeft: 0,
    alternatives: 0,
    alternativesLeft: 0,
    readOnly: 0,
  };
}
