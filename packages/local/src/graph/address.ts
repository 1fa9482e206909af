import { type GraphRefusal, graphRefusals } from './answer.ts';

/** What a path under `/v1.0` names. */
export interface GraphAddress {
  readonly set: 'applications' | 'servicePrincipals' | 'organization';
  /** Which object: its object id, or an alternate key as in `(appId='…')`. */
  readonly key?: GraphKey;
  /** The action or navigation behind the object: `addPassword`. */
  readonly action?: string;
  /** The path with its keys left out, for the trail: `/applications/{id}/addPassword`. */
  readonly template: string;
}

export type GraphKey = { readonly name: 'id' | 'appId' | 'uniqueName'; readonly value: string };

const sets = ['applications', 'servicePrincipals', 'organization'] as const;
/** Segments that Graph knows and this one does not build: they must not be called unknown. */
const notBuilt = new Set([
  '$batch',
  '$metadata',
  'auditlogs',
  'devices',
  'directory',
  'directoryobjects',
  'directoryroles',
  'domains',
  'groups',
  'identity',
  'me',
  'oauth2permissiongrants',
  'policies',
  'rolemanagement',
  'sites',
  'subscribedskus',
  'subscriptions',
  'users',
]);

/** Reads a path that starts behind `/v1.0`; segment and key names compare without regard to case. */
export function graphAddress(path: string): GraphAddress | GraphRefusal {
  let segments: string[];
  try {
    segments = path.split('/').slice(1).map(decodeURIComponent);
  } catch {
    return graphRefusals.unknownSegment(path);
  }
  if (segments.at(-1) === '') segments.pop();
  const [first = '', ...rest] = segments;
  const opened = /^([^(]*)(?:\((.*)\))?$/.exec(first);
  const name = opened?.[1] ?? first;
  const set = sets.find((known) => known.toLowerCase() === name.toLowerCase());
  if (set === undefined)
    return notBuilt.has(name.toLowerCase())
      ? graphRefusals.notBuilt(`/${name}`)
      : graphRefusals.unknownSegment(name);
  const key = opened?.[2] === undefined ? idKey(rest.shift()) : readKey(opened[2], set);
  if (key === null) return graphRefusals.unknownSegment(first);
  if (rest.length > 1) return graphRefusals.notBuilt(`/${segments.join('/')}`);
  const [action] = rest;
  const template = `/${set}${key === undefined ? '' : key.name === 'id' ? '/{id}' : `(${key.name}='{${key.name}}')`}`;
  return {
    set,
    ...(key === undefined ? {} : { key }),
    ...(action === undefined ? {} : { action }),
    template: action === undefined ? template : `${template}/${action}`,
  };
}

function idKey(segment: string | undefined): GraphKey | undefined {
  return segment === undefined ? undefined : { name: 'id', value: segment };
}

/** `appId='…'` or `'…'`; quotes inside are doubled. */
function readKey(inside: string, set: GraphAddress['set']): GraphKey | null {
  const match = /^(?:(\w+)=)?'((?:[^']|'')*)'$/.exec(inside);
  if (match === null) return null;
  const names =
    set === 'applications' ? (['id', 'appId', 'uniqueName'] as const) : (['id', 'appId'] as const);
  const name = names.find((known) => known.toLowerCase() === (match[1] ?? 'id').toLowerCase());
  return name === undefined ? null : { name, value: (match[2] ?? '').replaceAll("''", "'") };
}
