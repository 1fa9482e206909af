import type { PatchOperation } from '@wayleave/cloudformation';

/** What code of a fix takes from the package itself. */
const CORE = [
  'AccountId',
  'allow',
  'deny',
  'join',
  'Partition',
  'policyDocument',
  'Region',
  'StackName',
  'sub',
  'URLSuffix',
];

/** The imports that pieces of code need, as their patches name the types: one line for each module, in order. */
export function importsOf(
  pieces: readonly { readonly code: string; readonly patch?: readonly PatchOperation[] }[],
): readonly string[] {
  const modules = new Map<string, Set<string>>();
  const take = (module: string, name: string) =>
    modules.set(module, (modules.get(module) ?? new Set()).add(name));
  for (const { code, patch = [] } of pieces) {
    for (const name of CORE) if (uses(code, name)) take('@wayleave/cloudformation', name);
    for (const [, service = '', type = ''] of patch.flatMap(typesIn))
      if (uses(code, type)) take(`@wayleave/cloudformation/aws/${service.toLowerCase()}`, type);
  }
  return [...modules]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([module, names]) => `import { ${[...names].sort().join(', ')} } from '${module}';`);
}

function uses(code: string, name: string): boolean {
  const text = code.replace(/'[^'\n]*'/g, "''");
  return text.split(/[^A-Za-z0-9_$.]+/).includes(name) || (name === 'sub' && text.includes('sub`'));
}

function typesIn(change: PatchOperation): readonly (readonly string[])[] {
  const value: unknown = change.op === 'remove' ? undefined : change.value;
  const type = typeof value === 'object' && value !== null && 'Type' in value ? String(value.Type) : '';
  const found = /^AWS::(\w+)::(\w+)$/.exec(type);
  return found === null ? [] : [found];
}
