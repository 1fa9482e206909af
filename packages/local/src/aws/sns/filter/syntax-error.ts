/** A text that is no JSON, in the words of the parser AWS reads policies with. */
export class JsonSyntaxError extends Error {
  override readonly name = 'JsonSyntaxError';

  constructor(problem: string, source: string, at: number) {
    const { line, column } = position(source, at);
    super(
      `${problem}\n at [Source: REDACTED (\`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION\` disabled); line: ${line}, column: ${column}]`,
    );
  }
}

export function unexpectedCharacter(source: string, at: number, expectation: string): JsonSyntaxError {
  const char = source[at];
  if (char === undefined) {
    return new JsonSyntaxError(`Unexpected end-of-input: ${expectation}`, source, at);
  }
  return new JsonSyntaxError(
    `Unexpected character ('${char}' (code ${char.charCodeAt(0)})): ${expectation}`,
    source,
    at,
  );
}

export function unrecognizedToken(source: string, at: number, word: string): JsonSyntaxError {
  return new JsonSyntaxError(
    `Unrecognized token '${word}': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')`,
    source,
    at + word.length,
  );
}

/** Line and column, both from 1, of the character that a reader standing at offset `at` reads next. */
export function position(source: string, at: number): { readonly line: number; readonly column: number } {
  const before = source.slice(0, at).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
