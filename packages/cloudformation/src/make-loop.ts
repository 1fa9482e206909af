import { freezeHandle, languageExtensions, type Origin, originsOf, value } from './data.ts';
import { TemplateError } from './error.ts';
import { resourceHandle } from './handles.ts';
import { type Loop, type LoopHandle, loopNames } from './loop.ts';
import type { Resource } from './resource.ts';
import type { OutputOptions, ResourceOptions } from './resource-options.ts';
import type { SectionName } from './sections.ts';
import type { Call } from './source-location.ts';
import type { In, Text, Value } from './types.ts';
import { isLogicalId } from './written-names.ts';

/** Declares something; `taken` are the names that it takes, where they are others than its own. */
export type Declare = (
  section: SectionName,
  name: string,
  data: object,
  call: Call,
  taken?: readonly string[],
) => void;

interface LoopContext<T extends string, B> {
  readonly declare: Declare;
  readonly resourceData: (
    id: string,
    resource: Resource<object, unknown>,
    options: ResourceOptions,
  ) => object;
  readonly outputData: (name: string, result: Text | In<number | boolean>, options: OutputOptions) => object;
  readonly origin: Origin;
  readonly name: string;
  readonly items: readonly T[] | Value<readonly string[]>;
  readonly body: (loop: Loop<T>) => B;
  readonly call: Call;
}

/** Writes a loop's body and declares it: its resources as one loop, its outputs as another. */
export function makeLoop<T extends string, B>(context: LoopContext<T, B>): B {
  const { declare, origin, name, items, call } = context;
  const literal = originsOf(items) === undefined ? (items as readonly T[]) : undefined;
  checkLoop(name, literal);
  const names = loopNames(name, literal);
  const from = [origin, languageExtensions];
  const written: Record<'Resources' | 'Outputs', Map<string, unknown>> = {
    Resources: new Map(),
    Outputs: new Map(),
  };

  function write(section: 'Resources' | 'Outputs', id: string, data: object): void {
    if (!id.includes(names.key) || !/^[A-Za-z0-9]*$/.test(id.replaceAll(names.key, '')))
      throw new TemplateError('BadLogicalId', `${JSON.stringify(id)} is no name in the loop ${name}.`, {
        fix: 'Use letters, digits and each.key: `Topic$' + '{each.key}`.',
        logicalId: id,
        path: `${section}.Fn::ForEach::${name}`,
      });
    if (written[section].has(id))
      throw new TemplateError('DuplicateLogicalId', `${id} is declared twice in the loop ${name}.`, {
        fix: 'Choose another name.',
        logicalId: id,
        path: `${section}.Fn::ForEach::${name}`,
      });
    written[section].set(id, data);
  }

  const loop: Loop<T> = {
    key: names.key,
    item: value({ Ref: names.identifier }, from),
    add<A extends object, R>(id: string, resource: Resource<A, R>, options: ResourceOptions = {}) {
      write('Resources', id, context.resourceData(id, resource, options));
      const inside = resourceHandle<A, R>(id, resource.attributes, origin, Object.freeze({ 'Fn::Sub': id }));
      const at = (item: T) => resourceHandle<A, R>(names.of(id, item), resource.attributes, origin);
      // A handle is frozen; this one has a way out of the loop besides.
      return freezeHandle({ ...inside, at }) as LoopHandle<A, R, T>;
    },
    output(id, result, options = {}) {
      write('Outputs', id, context.outputData(id, result, options));
    },
  };
  const made = context.body(Object.freeze(loop));
  for (const section of ['Resources', 'Outputs'] as const) {
    const entries = written[section];
    if (entries.size === 0) continue;
    const suffix = section === 'Outputs' ? 'Outputs' : '';
    const data = [names.identifier, items, Object.fromEntries(entries)];
    const taken = [...entries.keys()].flatMap((id) => names.all(id));
    declare(section, `Fn::ForEach::${name}${suffix}`, marked(data, from), call, taken);
  }
  return made;
}

/** A list that says that it is of this template, and what it needs. */
function marked(data: readonly unknown[], from: readonly Origin[]): object {
  return value([...data], from);
}

function checkLoop(name: string, items: readonly string[] | undefined): void {
  const bad = [name, ...(items ?? [])].find((each) => !isLogicalId(each));
  if (bad === undefined && items?.length !== 0) return;
  const what =
    bad === undefined
      ? 'A loop over nothing makes nothing.'
      : `${JSON.stringify(bad)} cannot be part of a name.`;
  throw new TemplateError('BadLogicalId', what, {
    fix: 'Name the loop and its items with letters and digits.',
    logicalId: name,
    path: `Resources.Fn::ForEach::${name}`,
  });
}
