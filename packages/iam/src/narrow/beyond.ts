import type { Context } from '../context.ts';
import type { AuthorizationRequest } from '../request.ts';

/** One way in which a statement allows more than was asked for. */
export interface GrantBeyond {
  /**
   * `unneeded`: the element allows nothing that was asked for. `wide`: it allows that and more. `all-but`: a
   * Not… element, which allows whatever it does not list. `missing`: a condition that would narrow is not there.
   */
  readonly kind: 'unneeded' | 'wide' | 'all-but' | 'missing';
  readonly element: 'Statement' | 'Action' | 'Resource' | 'Principal' | 'Condition';
  /** The action, resource, principal or condition key in question; absent for a statement as a whole. */
  readonly value?: string;
  /** Of a wide principal: the keys of the conditions that limit it all the same. */
  readonly limitedBy?: readonly string[];
  /** For a person: `logs:* allows every action of logs; asked for are logs:CreateLogStream, logs:PutLogEvents`. */
  readonly text: string;
}

/** A question that the statement answers, with its context. */
export interface Covered {
  readonly question: AuthorizationRequest;
  readonly context: Context;
}

/** An element that allows nothing of what was asked for. */
export function unneeded(element: GrantBeyond['element'], value: string): GrantBeyond {
  return { kind: 'unneeded', element, value, text: `nothing is asked for that needs ${value}` };
}

/** `asked for is a`, `asked for are a, b, c and 4 more`. */
export function askedFor(values: readonly string[]): string {
  const more = values.length > 4 ? ` and ${values.length - 3} more` : '';
  const shown = more === '' ? values : values.slice(0, 3);
  return `asked for ${values.length === 1 ? 'is' : 'are'} ${shown.join(', ')}${more}`;
}

export function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
