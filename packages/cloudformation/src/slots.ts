/** What generated resource types are written with. */

export type { PolicyDocument } from './policy/document.ts';
export type { Resource } from './resource.ts';
export type { Arn, ArnOf, ArnOrNameOf, In, Json, Name, NameOf, Tag, Text, Value } from './types.ts';
