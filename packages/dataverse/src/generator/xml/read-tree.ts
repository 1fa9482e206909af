import { readXml, type XmlLimits } from './read-xml.ts';

/** An element with all that it holds. */
export interface XmlElement {
  readonly name: string;
  readonly namespace: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** All text directly in it. */
  readonly text: string;
  /** Where it begins in the document. */
  readonly offset: number;
}

interface Growing extends XmlElement {
  readonly children: Growing[];
  text: string;
}

/** The document's root element. Throws `CsdlError` `ERR_CSDL_XML`. */
export function readTree(source: string, limits?: XmlLimits): XmlElement {
  const document: Growing = grow({ name: '', namespace: '', attributes: new Map(), offset: 0 });
  const path: Growing[] = [document];
  for (const event of readXml(source, limits)) {
    const parent = path.at(-1) ?? document;
    if (event.kind === 'text') parent.text += event.text;
    else if (event.kind === 'close') path.pop();
    else {
      const element = grow(event);
      parent.children.push(element);
      path.push(element);
    }
  }
  return document.children[0] ?? document;
}

function grow({ name, namespace, attributes, offset }: Omit<XmlElement, 'children' | 'text'>): Growing {
  return { name, namespace, attributes, offset, children: [], text: '' };
}
