import type { TemplatePath } from '../../../finding.ts';
import { isUnread, type Unread } from '../json.ts';
import { invocationUri } from './api-parts.ts';
import { unknownValue } from './expressions.ts';
import type { ServerlessScope } from './scope.ts';

/** What a method of an OpenAPI document calls. */
export interface Operation {
  readonly path: string;
  /** In small letters; `any` for all. */
  readonly method: string;
  readonly integration: Unread;
  /** Puts a value under the conditions that the method is under. */
  readonly under: (value: unknown) => unknown;
  readonly from: TemplatePath;
}

/** An OpenAPI document as far as it is in the template. */
export interface Definition {
  readonly operations: readonly Operation[];
  /** The functions that authorize, with their roles. */
  readonly authorizers: readonly (readonly [name: string, authorizer: Unread, from: TemplatePath])[];
  /** The first place that a macro or another function fills. */
  readonly unread: TemplatePath | undefined;
}

type Under = Operation['under'];
type Use = (members: Unread, from: TemplatePath, under: Under) => void;

const INTEGRATION = 'x-amazon-apigateway-integration';
const METHOD = /^(get|put|post|delete|options|head|patch|x-amazon-apigateway-any-method)$/i;
const NOTHING = { Ref: 'AWS::NoValue' };
/** What is deeper is no document. */
const DEEPEST = 20;

/**
 * Reads the methods of an OpenAPI document, also those in `Fn::If`.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration.html
 */
export function readDefinition(body: unknown, from: TemplatePath): Definition {
  const operations: Operation[] = [];
  const authorizers: (readonly [string, Unread, TemplatePath])[] = [];
  let unread: TemplatePath | undefined;

  const walk = (value: unknown, at: TemplatePath, under: Under, use: Use): void => {
    if (value === undefined || value === null) return;
    if (!isUnread(value) || at.length - from.length > DEEPEST) {
      unread ??= at;
      return;
    }
    const [key = '', ...more] = Object.keys(value);
    const branches: unknown = value[key];
    if (key === 'Fn::If' && more.length === 0 && Array.isArray(branches)) {
      const [condition, yes, no]: readonly unknown[] = branches;
      walk(yes, [...at, key, 1], (each) => under({ 'Fn::If': [condition, each, NOTHING] }), use);
      walk(no, [...at, key, 2], (each) => under({ 'Fn::If': [condition, NOTHING, each] }), use);
    } else if (key === 'Ref' && more.length === 0) {
      if (branches !== 'AWS::NoValue') unread ??= at;
    } else {
      const call = [key, ...more].find((name) => name.startsWith('Fn::'));
      if (call !== undefined) unread ??= [...at, call];
      use(value, at, under);
    }
  };

  const document: Unread = isUnread(body) ? body : {};
  const integrationsOf = (value: unknown): unknown => {
    const name = isUnread(value) ? value['$ref'] : undefined;
    return typeof name === 'string' ? pointed(document, name) : value;
  };
  const none: Under = (value) => value;
  walk(body, from, none, (members, at, under) => {
    walk(members['paths'], [...at, 'paths'], under, (paths, inPaths, underPaths) => {
      for (const [path, item] of Object.entries(paths)) {
        if (path.startsWith('Fn::')) continue;
        walk(item, [...inPaths, path], underPaths, (methods, inPath, underPath) => {
          for (const [name, operation] of Object.entries(methods)) {
            if (!METHOD.test(name)) continue;
            const method = name.startsWith('x-') ? 'any' : name.toLowerCase();
            walk(operation, [...inPath, name], underPath, (parts, inMethod, underMethod) => {
              const place = [...inMethod, INTEGRATION];
              walk(integrationsOf(parts[INTEGRATION]), place, underMethod, (integration, where, all) =>
                operations.push({ path, method, integration, under: all, from: where }),
              );
            });
          }
        });
      }
    });
    const components = members['components'];
    const schemes: readonly (readonly [unknown, TemplatePath])[] = [
      [members['securityDefinitions'], [...at, 'securityDefinitions']],
      [
        isUnread(components) ? components['securitySchemes'] : undefined,
        [...at, 'components', 'securitySchemes'],
      ],
    ];
    for (const [scheme, place] of schemes) {
      for (const [name, each] of Object.entries(isUnread(scheme) ? scheme : {})) {
        const authorizer = isUnread(each) ? each['x-amazon-apigateway-authorizer'] : undefined;
        if (isUnread(authorizer)) authorizers.push([name, authorizer, [...place, name]]);
      }
    }
  });
  return { operations, authorizers, unread };
}

/** Leaves what is not read of a definition; yields where that is written. */
export function leaveDefinition(
  scope: ServerlessScope,
  apiId: string,
  uri: unknown,
  { unread }: Definition,
): TemplatePath | undefined {
  const from = uri === undefined ? unread : ['Resources', apiId, 'Properties', 'DefinitionUri'];
  const what = uri === undefined ? 'a part of its definition' : 'its definition';
  if (from !== undefined) scope.leave(apiId, from, `${what} is not in the template`);
  return from;
}

/** The URI of what such a part calls: the hop to it stays unknown. */
export function unreadUri(apiId: string): unknown {
  return invocationUri(unknownValue('Function', `that the definition of ${apiId} names`));
}

/** `#/components/x-amazon-apigateway-integrations/video` */
function pointed(document: Unread, name: string): unknown {
  let found: unknown = document;
  for (const key of name.replace(/^#\//, '').split('/')) found = isUnread(found) ? found[key] : undefined;
  return found;
}
