import type { JsonObject } from '../validate/json.ts';
import { array, type Code, call, cast, type Member, name, object, type Part, string } from './code.ts';
import {
  any,
  bareText,
  boolean,
  json,
  listOf,
  number,
  objectOf,
  type Slot,
  slotOfResource,
  text,
} from './slot.ts';
import { unique, type Writer } from './writer.ts';

const policy = (words: readonly string[]): Slot => ({ is: 'text', words });

const signals = (members: Readonly<Record<string, Slot>>) => objectOf(members, true);

/** What `t.add` takes besides the resource. */
const optionSlots: Readonly<Record<string, Slot>> = {
  DeletionPolicy: policy(['Delete', 'Retain', 'RetainExceptOnCreate', 'Snapshot']),
  UpdateReplacePolicy: policy(['Delete', 'Retain', 'Snapshot']),
  CreationPolicy: signals({
    AutoScalingCreationPolicy: signals({ MinSuccessfulInstancesPercent: number }),
    ResourceSignal: signals({ Count: number, Timeout: text }),
    StartFleet: boolean,
  }),
  UpdatePolicy: signals({
    AutoScalingReplacingUpdate: signals({ WillReplace: boolean }),
    AutoScalingRollingUpdate: signals({
      MaxBatchSize: number,
      MinActiveInstancesPercent: number,
      MinInstancesInService: number,
      MinSuccessfulInstancesPercent: number,
      PauseTime: text,
      SuspendProcesses: listOf(text),
      WaitOnResourceSignals: boolean,
    }),
    AutoScalingScheduledAction: signals({ IgnoreUnmodifiedGroupSizeProperties: boolean }),
    CodeDeployLambdaAliasUpdate: signals({
      'ApplicationName!': text,
      'DeploymentGroupName!': text,
      AfterAllowTrafficHook: text,
      BeforeAllowTrafficHook: text,
    }),
    EnableVersionUpgrade: boolean,
    UseOnlineResharding: boolean,
    StopBeforeUpdate: boolean,
    StartAfterUpdate: boolean,
  }),
  Metadata: { is: 'map', items: json, bare: true },
  Version: bareText,
};

/** `t.add('Uploads', Topic({ … }), { … })`. */
export function writeResource(writer: Writer, id: string, data: JsonObject): Part {
  const { Type: type, Properties: properties, ...rest } = data;
  const given = properties as JsonObject | undefined;
  const made = writeProperties(writer, String(type), given ?? {});
  const options = writeOptions(writer, rest);
  const add: Code = { doc: 't.add', kind: 'member' };
  const args = [string(id), made.code, ...(options === undefined ? [] : [options.code])];
  return { code: call(add, args), notes: unique([...made.notes, ...(options?.notes ?? [])]) };
}

function writeProperties(writer: Writer, type: string, properties: JsonObject): Part {
  const schema = writer.scope.schema(type);
  const isEmpty = Object.keys(properties).length === 0;
  if (schema === undefined) {
    const inside = isEmpty ? undefined : writer.write(properties, any, 'Properties');
    const code = call(name('core resource'), [
      string(type),
      string('any'),
      ...(inside === undefined ? [] : [inside.code]),
    ]);
    return { code, notes: inside?.notes ?? [] };
  }
  const slot = slotOfResource(schema);
  const factory = name(`type ${type}`);
  if (isEmpty && (schema.required ?? []).length === 0) return { code: call(factory, []), notes: [] };
  const written = writer.write(properties, slot, type);
  return { code: call(factory, [written.code]), notes: written.notes };
}

function writeOptions(writer: Writer, data: JsonObject): Part | undefined {
  const entries = Object.entries(data);
  const strange = entries.filter(([key]) => !isOption(key));
  const members = entries.flatMap(([key, each]): readonly Member[] => {
    if (key === 'Condition') return [{ key, notes: [], code: writer.scope.condition(String(each)) }];
    if (key === 'DependsOn') return writeDependsOn(writer, each);
    const slot = Object.hasOwn(optionSlots, key) ? optionSlots[key] : undefined;
    if (slot !== undefined) return [{ key, ...writer.write(each, slot, key) }];
    const code = writer.write(each, any, key).code;
    // Alone, it is not taken for an option: then all of it is cast.
    if (strange.length === entries.length) return [{ key, code, notes: [] }];
    return [{ code: object([{ key, code, notes: [] }]), notes: [unknownOption(key)] }];
  });
  if (members.length === 0) return undefined;
  const code = object(members);
  if (strange.length < entries.length) return { code, notes: [] };
  return { code: cast(code), notes: strange.map(([key]) => unknownOption(key)) };
}

function isOption(key: string): boolean {
  return key === 'Condition' || key === 'DependsOn' || Object.hasOwn(optionSlots, key);
}

function unknownOption(key: string): string {
  return `${key} is not among the attributes that are known here.`;
}

function writeDependsOn(writer: Writer, data: unknown): readonly Member[] {
  const codes = [data].flat().map((each) => writer.scope.handle(String(each)) ?? string(String(each)));
  const [only] = codes;
  if (only === undefined) return [];
  const code = codes.length === 1 ? only : array(codes.map((each) => ({ code: each, notes: [] })));
  return [{ key: 'DependsOn', notes: [], code }];
}
