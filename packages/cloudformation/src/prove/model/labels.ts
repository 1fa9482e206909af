import { hasToken, type Tokens } from './tokens.ts';
import type { WorldResource } from './world.ts';

const END = /[\s,;"'()|]/g;

/** Where the part before a place ends. */
function cutBefore(text: string, end: number): number {
  return Math.max(
    text.lastIndexOf('/', end - 1),
    text.lastIndexOf(':', end - 1),
    text.lastIndexOf('.', end - 1),
  );
}

/** The text with each ARN in it replaced. */
function eachArn(text: string, replace: (arn: string) => string): string {
  let made = '';
  let from = 0;
  for (let at = text.indexOf('arn:'); at >= 0; at = text.indexOf('arn:', from)) {
    END.lastIndex = at;
    const end = END.exec(text)?.index ?? text.length;
    made += text.slice(from, at) + replace(text.slice(at, end));
    from = end;
  }
  return from === 0 ? text : made + text.slice(from);
}

/**
 * Makes the function that shows resolved text to a person: the ARN of a resource of the template becomes its
 * logical id, with what follows it (`Uploads/*`), its generated name too; other stand-ins become `⟨region⟩`.
 */
export function createShow(
  resources: ReadonlyMap<string, WorldResource>,
  byText: ReadonlyMap<string, WorldResource>,
  tokens: Tokens,
): (text: string) => string {
  const shown = new Map<string, string>();
  const arn = (found: string) => {
    for (let end = found.length; end > 8; end = cutBefore(found, end)) {
      const resource = byText.get(found.slice(0, end));
      if (resource !== undefined) return resource.logicalId + found.slice(end);
    }
    return found;
  };
  const readable = (text: string) => {
    let found = eachArn(text, arn);
    if (!hasToken(found)) return found;
    for (const { kind, label } of tokens.inside(found)) {
      // What is generated for a resource is labelled with its logical id.
      const resource =
        kind === 'generated' ? resources.get(label.slice(0, label.lastIndexOf('.'))) : undefined;
      if (resource !== undefined) found = found.replaceAll(resource.name, resource.logicalId);
    }
    return tokens.show(found);
  };
  return (text) => {
    const exact = byText.get(text);
    if (exact !== undefined) return exact.logicalId;
    const known = shown.get(text);
    if (known !== undefined) return known;
    const made = readable(text);
    shown.set(text, made);
    return made;
  };
}
