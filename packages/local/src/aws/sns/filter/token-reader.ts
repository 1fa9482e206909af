import { position } from './syntax-error.ts';
import { type Token, tokenize } from './tokens.ts';

/** A filter policy that is JSON but no filter policy; the message is AWS's, place included where AWS gives it. */
export class FilterSyntaxError extends Error {
  override readonly name = 'FilterSyntaxError';
}

const snippet = 500;

/** Walks over the tokens of a policy and says where it stands as AWS's parser would. */
export class TokenReader {
  readonly #source: string;
  readonly #tokens: readonly Token[];
  #index = -1;
  #read = 0;

  constructor(source: string) {
    this.#source = source;
    this.#tokens = tokenize(source);
  }

  get current(): Token {
    return this.#at(this.#index);
  }

  next(): Token {
    this.#index += 1;
    const token = this.#at(this.#index);
    this.#read = token.seen;
    return token;
  }

  /** The current string's text; asking for it makes the parser read to its end. */
  text(): string {
    this.#read = this.current.end;
    return this.current.text;
  }

  error(problem: string): FilterSyntaxError {
    const { line, column } = position(this.#source, this.#read);
    const text = this.#source.slice(0, snippet);
    const cut = this.#source.length - text.length;
    const source = `"${text}"${cut > 0 ? `[truncated ${cut} chars]` : ''}`;
    return new FilterSyntaxError(
      `${problem}\n at [Source: (String)${source}; line: ${line}, column: ${column}]`,
    );
  }

  plainError(problem: string): FilterSyntaxError {
    return new FilterSyntaxError(problem);
  }

  /** Looks ahead from `[`: the keys of each element if all of them are objects. */
  peekObjectKeys(): readonly (readonly string[])[] | undefined {
    const elements: string[][] = [];
    let depth = 0;
    for (let index = this.#index + 1; ; index += 1) {
      const { type, text } = this.#at(index);
      if (depth === 0 && type === ']') return elements;
      if (depth === 0 && type !== '{') return undefined;
      if (depth === 0) elements.push([]);
      if (depth === 1 && type === 'field') elements.at(-1)?.push(text);
      if (type === '{' || type === '[') depth += 1;
      if (type === '}' || type === ']') depth -= 1;
    }
  }

  #at(index: number): Token {
    const token = this.#tokens[index];
    if (token === undefined) throw new FilterSyntaxError('Unexpected end of the filter policy');
    return token;
  }
}
