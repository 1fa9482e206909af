import { type Lookup, read, textFits } from './variables.ts';
import { fits, glob, globFits } from './wildcard.ts';

/** The account in an ARN; undefined where the ARN has none or the text is no ARN. */
export function accountOf(arn: string): string | undefined {
  const parts = arn.split(':');
  return parts[0] === 'arn' && parts.length >= 6 && parts[4] !== '' ? parts[4] : undefined;
}

/** The partition in an ARN, `aws` where the text is no ARN. */
export function partitionOf(arn: string): string {
  const parts = arn.split(':');
  return (parts[0] === 'arn' ? parts[1] : undefined) ?? 'aws';
}

/**
 * Whether a resource fits a Resource element; undefined if a variable in the element has no value. Variables
 * count only after the fifth colon.
 */
export function resourceFits(
  element: string,
  resource: string,
  lookup: Lookup | undefined,
): boolean | undefined {
  const head = lookup === undefined || !element.includes('${') ? -1 : endOfHead(element);
  if (head < 0) return globFits(element, resource);
  const tail = read(element.slice(head), { wildcards: true, lookup });
  return tail && fits([...glob(element.slice(0, head)), ...tail], resource);
}

/**
 * ArnEquals and ArnLike: the six components are compared one by one, so that no wildcard reaches across a
 * colon but in the last. Undefined if a variable has no value; text that is no ARN fits nothing.
 */
export function arnFits(wanted: string, actual: string, lookup: Lookup | undefined): boolean | undefined {
  const patterns = components(wanted);
  const values = components(actual);
  let all = patterns !== undefined && values?.[0] === 'arn';
  for (const [index, component] of (patterns ?? [wanted]).entries()) {
    const fit = textFits(component, values?.[index] ?? '', { wildcards: true, lookup });
    if (fit === undefined) return undefined;
    all &&= fit;
  }
  return all;
}

/** The six components of an ARN; a colon inside `${…}` divides nothing. */
function components(arn: string): readonly string[] | undefined {
  const found: string[] = [];
  let from = 0;
  for (let at = 0; at < arn.length && found.length < 5; at++) {
    if (arn.startsWith('${', at)) {
      const close = arn.indexOf('}', at);
      if (close > 0) at = close;
    } else if (arn[at] === ':') {
      found.push(arn.slice(from, at));
      from = at + 1;
    }
  }
  return found.length === 5 ? [...found, arn.slice(from)] : undefined;
}

/** Where the resource part begins, -1 for text with fewer than five colons. */
function endOfHead(text: string): number {
  let at = -1;
  for (let colon = 0; colon < 5; colon++) {
    at = text.indexOf(':', at + 1);
    if (at < 0) return -1;
  }
  return at + 1;
}
