/**
 * A place of a template and what is there.
 *
 * @typedef {object} Slot
 * @property {readonly (string | number)[]} path
 * @property {any} value
 * @property {'text' | 'number' | 'boolean' | 'list' | 'object' | 'call'} kind
 */

/** @param {any} value @returns {Slot['kind'] | undefined} */
function kindOf(value) {
  if (typeof value === 'string') return 'text';
  if (typeof value === 'number') return 'number';
  if (typeof value === 'boolean') return 'boolean';
  if (Array.isArray(value)) return 'list';
  if (typeof value !== 'object' || value === null) return undefined;
  const keys = Object.keys(value);
  return keys.length === 1 && /^(Ref|Condition|Fn::.+)$/.test(keys[0] ?? '') ? 'call' : 'object';
}

/** Every place below a path, functions' arguments included. @param {any} value @param {readonly (string | number)[]} path @returns {Slot[]} */
export function slotsOf(value, path) {
  const kind = kindOf(value);
  if (kind === undefined) return [];
  const below = Array.isArray(value)
    ? value.flatMap((each, index) => slotsOf(each, [...path, index]))
    : typeof value === 'object'
      ? Object.entries(value).flatMap(([key, each]) => slotsOf(each, [...path, key]))
      : [];
  return [{ path, value, kind }, ...below];
}

/** The values of properties: not inside of functions, whose arguments are their own affair. @param {any} template */
export function properties(template) {
  return Object.entries(template.Resources).flatMap(([id, { Properties = {} }]) =>
    slotsOf(Properties, ['Resources', id, 'Properties']).filter(({ path }) => !isInCall(path)),
  );
}

/** All functions of a kind, anywhere. @param {any} template @param {string} name */
export function calls(template, name) {
  return slotsOf(template, []).filter(({ kind, value }) => kind === 'call' && Object.hasOwn(value, name));
}

/** @param {readonly (string | number)[]} path */
function isInCall(path) {
  return path.some((step) => step === 'Ref' || String(step).startsWith('Fn::'));
}

/** A copy with another value at a path; `undefined` takes it away. @param {any} template @param {readonly (string | number)[]} path @param {any} value */
export function changed(template, path, value) {
  const copy = structuredClone(template);
  let parent = copy;
  for (const step of path.slice(0, -1)) parent = parent[step] ??= {};
  const last = path.at(-1) ?? '';
  if (value !== undefined) parent[last] = value;
  else if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else delete parent[last];
  return copy;
}
