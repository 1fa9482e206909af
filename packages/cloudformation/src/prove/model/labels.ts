import { hasToken, type Tokens } from './tokens.ts';
import type { WorldResource } from './world.ts';

const ARN = /arn:[^\s,;"'()|]+/g;

/**
 * Makes the function that shows resolved text to a person: the ARN of a resource of the template becomes its
 * logical id, with what follows it (`Uploads/*`), its generated name too; other stand-ins become `⟨region⟩`.
 */
export function createShow(
  byText: ReadonlyMap<string, WorldResource>,
  tokens: Tokens,
): (text: string) => string {
  const names = new Map<string, WorldResource>();
  for (const resource of byText.values()) {
    for (const { kind, text } of hasToken(resource.name) ? tokens.inside(resource.name) : []) {
      if (kind === 'generated') names.set(text, resource);
    }
  }
  const arn = (found: string) => {
    for (let end = found.length; end > 8; end--) {
      const last = found[end];
      if (end < found.length && last !== '/' && last !== ':' && last !== '.') continue;
      const resource = byText.get(found.slice(0, end));
      if (resource !== undefined) return resource.logicalId + found.slice(end);
    }
    return found;
  };
  return (text) => {
    const exact = byText.get(text);
    if (exact !== undefined) return exact.logicalId;
    let shown = text.replace(ARN, arn);
    if (!hasToken(shown)) return shown;
    for (const token of tokens.inside(shown)) {
      const resource = names.get(token.text);
      if (resource !== undefined) shown = shown.replaceAll(resource.name, resource.logicalId);
    }
    return tokens.show(shown);
  };
}
