/** What a stand-in stands for, as far as that limits what it can turn out to be. */
export type TokenKind =
  | 'account'
  | 'region'
  | 'stack'
  /** What AWS or CloudFormation generates: no literal text can be equal to it. */
  | 'generated'
  /** A parameter, an import, a dynamic reference, a function of one: any text at all, an ARN included. */
  | 'given';

/** One stand-in. */
export interface Token {
  /** The text that stands in: it holds no colon, slash, comma or wildcard. */
  readonly text: string;
  readonly kind: TokenKind;
  /** For a person: `region`, `parameter TopicArn`. */
  readonly label: string;
  /** Of a parameter with allowed values: nothing else can be. */
  readonly allowed?: readonly string[];
  /** What it is assumed not to be, in this scenario. */
  readonly not?: readonly string[];
}

/** The stand-ins of one proof: equal sources get the same one. */
export interface Tokens {
  readonly make: (
    key: string,
    kind: TokenKind,
    label: string,
    allowed?: readonly string[],
    not?: readonly string[],
  ) => string;
  /** The token that this text is, the whole of it. */
  readonly whole: (text: string) => Token | undefined;
  /** The tokens inside a text, each once. */
  readonly inside: (text: string) => readonly Token[];
  /** The text with its stand-ins readable. */
  readonly show: (text: string) => string;
}

// Private-use characters: none of AWS's names has them, and no policy pattern gives them a meaning.
export const OPEN = '\uE000';
export const CLOSE = '\uE001';
const ANY = /\uE000\d+\uE001/g;
const WHOLE = /^\uE000\d+\uE001$/;

/** Whether there is a stand-in in the text. */
export function hasToken(text: string): boolean {
  return text.includes(OPEN);
}

/** Makes an empty table of stand-ins. */
export function createTokens(): Tokens {
  const byKey = new Map<string, Token>();
  const byText = new Map<string, Token>();
  return {
    make(key, kind, label, allowed, not) {
      const known = byKey.get(key);
      if (known !== undefined) return known.text;
      const text = `${OPEN}${byKey.size}${CLOSE}`;
      const token: Token = { text, kind, label, ...(allowed && { allowed }), ...(not && { not }) };
      byKey.set(key, token);
      byText.set(text, token);
      return text;
    },
    whole: (text) => (WHOLE.test(text) ? byText.get(text) : undefined),
    inside(text) {
      const found: Token[] = [];
      for (let at = text.indexOf(OPEN); at >= 0; at = text.indexOf(OPEN, at + 1)) {
        const token = byText.get(text.slice(at, text.indexOf(CLOSE, at) + 1));
        if (token !== undefined && !found.includes(token)) found.push(token);
      }
      return found;
    },
    show: (text) =>
      hasToken(text) ? text.replace(ANY, (found) => `⟨${byText.get(found)?.label ?? 'unknown'}⟩`) : text,
  };
}
