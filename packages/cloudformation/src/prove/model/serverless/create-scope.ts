import type { TemplatePath } from '../../../finding.ts';
import { isUnread, text, type Unread } from '../json.ts';
import { members } from './expressions.ts';
import type { LeftOut, ServerlessScope } from './scope.ts';

/** What is given from outside. */
export interface ServerlessGiven {
  /** Values of parameters; what is not given has its default. */
  readonly parameters?: ReadonlyMap<string, unknown>;
  /** Set of a nested stack, whose parameters have what it passes. */
  readonly isNested?: true;
}

/** A scope, and what became of the template in it. */
export interface Work {
  readonly scope: ServerlessScope;
  readonly resources: ReadonlyMap<string, unknown>;
  readonly conditions: ReadonlyMap<string, unknown>;
  readonly from: ReadonlyMap<string, TemplatePath>;
  readonly referred: ReadonlyMap<string, string>;
  readonly left: readonly LeftOut[];
}

/** Makes the scope of a template. */
export function createScope(template: Unread, { parameters, isNested }: ServerlessGiven): Work {
  const resources = new Map(Object.entries(members(template['Resources'])));
  const conditions = new Map<string, unknown>();
  const from = new Map<string, TemplatePath>();
  const referred = new Map<string, string>();
  const left: LeftOut[] = [];
  const resource = (logicalId: string) => {
    const found = resources.get(logicalId);
    return isUnread(found) ? found : undefined;
  };
  const globals = members(template['Globals']);
  const declared = members(template['Parameters']);
  const scope: ServerlessScope = {
    template,
    globals: (section) => members(globals[section]),
    resource,
    ofType: (type) =>
      [...resources].flatMap(([logicalId, each]) =>
        isUnread(each) && each['Type'] === type ? [[logicalId, each] as const] : [],
      ),
    plain(value) {
      const name = isUnread(value) && Object.keys(value).length === 1 ? value['Ref'] : undefined;
      if (isNested || typeof name !== 'string' || !Object.hasOwn(declared, name)) return value;
      return plainValue(declared[name], parameters?.get(name)) ?? value;
    },
    add(logicalId, made, path) {
      // Of what is made under one name, the last is what is deployed.
      if (resources.has(logicalId) && !from.has(logicalId)) {
        left.push({
          logicalId: String(path[1] ?? logicalId),
          from: path,
          why: `the name ${logicalId}, which the transform gives to what it makes, is taken`,
        });
        return;
      }
      resources.set(logicalId, made);
      from.set(logicalId, path);
    },
    change: (logicalId, made) => void resources.set(logicalId, made),
    remove: (logicalId) => void resources.delete(logicalId),
    refer: (name, logicalId) => void referred.set(name, logicalId),
    place: (made, path) => void from.set(made.join('/'), path),
    condition: (name, expression) => void conditions.set(name, expression),
    leave: (logicalId, path, why) => void left.push({ logicalId, from: path, why }),
  };
  return { scope, resources, conditions, from, referred, left };
}

/** A secret and a stored value are not known before the stack is deployed. */
function plainValue(parameter: unknown, given: unknown): unknown {
  const { Default: value, Type: type, NoEcho: noEcho } = members(parameter);
  const isHidden = /^true$/i.test(String(noEcho)) || /^AWS::SSM|List/.test(String(type));
  const chosen = given ?? value;
  return isHidden ? undefined : typeof chosen === 'boolean' ? String(chosen) : text(chosen);
}
