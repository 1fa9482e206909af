import type { XmlElement } from '../xml/read-tree.ts';

/** The text of an annotation, as attribute or in elements; `''` for one without a value. */
export function readAnnotation(element: XmlElement, term: string): string | undefined {
  const annotation = find(element, term);
  if (annotation === undefined) return undefined;
  const { attributes, children } = annotation;
  const value = attributes.get('EnumMember') ?? attributes.get('String') ?? attributes.get('Bool');
  return value ?? children.map(({ text }) => text.trim()).join(' ');
}

/**
 * Columns of each alternate key.
 *
 * @see https://github.com/OData/vocabularies/blob/main/OData.Community.Keys.V1.md
 */
export function readAlternateKeys(entityType: XmlElement): string[][] {
  const annotation = find(entityType, 'OData.Community.Keys.V1.AlternateKeys');
  if (annotation === undefined) return [];
  return records(annotation, 'OData.Community.Keys.V1.AlternateKey').map((key) =>
    records(key, 'OData.Community.Keys.V1.PropertyRef').flatMap((part) =>
      part.children
        .filter(({ attributes }) => attributes.get('Property') === 'Name')
        .map(({ attributes }) => attributes.get('PropertyPath') ?? ''),
    ),
  );
}

function find(element: XmlElement, term: string): XmlElement | undefined {
  return element.children.find(
    ({ name, attributes }) => name === 'Annotation' && attributes.get('Term') === term,
  );
}

function records(element: XmlElement, type: string): XmlElement[] {
  return element.children.flatMap((child) => {
    const isOne = child.name === 'Record' && child.attributes.get('Type') === type;
    return isOne ? [child] : records(child, type);
  });
}
