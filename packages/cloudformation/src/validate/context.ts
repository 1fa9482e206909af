import type { Finding, PatchOperation, Severity, SourceLocation } from '../finding.ts';
import type { SchemaLookup } from '../schemas/schema.ts';
import { type Entry, expandLoops } from './expand-loops.ts';
import type { ValidationId } from './finding-id.ts';
import { isObject, type JsonObject, listOf, member, objectOf, type Path } from './json.ts';
import { makeSolver, type Solver } from './solve-conditions.ts';

/** What a check says about a place; the rest of the finding follows from the place. */
export interface Fault {
  readonly id: ValidationId;
  readonly severity: Severity;
  readonly message: string;
  readonly cause: string;
  readonly fix: string;
  readonly patch?: readonly PatchOperation[];
  readonly documentation?: string;
  readonly cycle?: readonly string[];
}

/** A template that is being checked: its names, and what the checks have found and seen so far. */
export interface Context {
  readonly template: JsonObject;
  readonly parameters: JsonObject;
  readonly mappings: JsonObject;
  /** Loops are expanded, where they can be. */
  readonly conditions: ReadonlyMap<string, Entry>;
  readonly resources: ReadonlyMap<string, Entry>;
  readonly outputs: ReadonlyMap<string, Entry>;
  readonly schemas: SchemaLookup;
  /** The names of all types that the tables hold. */
  readonly typeNames: () => Iterable<string>;
  readonly today: Date;
  readonly solver: Solver;
  /** Whether `AWS::LanguageExtensions` is on. */
  readonly extended: boolean;
  /** Whether SAM is on. */
  readonly sam: boolean;
  /** The first macro that may rewrite the whole template. */
  readonly macro: string | undefined;
  /** Whether there may be more names than can be seen: of macros and of loops over what is not known yet. */
  readonly open: boolean;
  readonly used: {
    readonly parameters: Set<string>;
    readonly mappings: Set<string>;
    readonly conditions: Set<string>;
  };
  /** The resources of which SAM or a module makes several, whose names start with theirs. */
  readonly makers: readonly string[];
  /** For each resource, which it refers to. */
  readonly edges: Map<string, Set<string>>;
  /** How many suggestions were looked for. */
  suggestions: number;
  /** What is left of the work that the template's own patterns may cost. */
  patternWork: number;
  /** What has been found; {@link attempt} exchanges it. */
  findings: Finding[];
  readonly sourceOf: ((logicalId: string) => SourceLocation | undefined) | undefined;
}

/** What a template is checked with. */
interface ContextOptions {
  readonly schemas: SchemaLookup;
  readonly typeNames: () => Iterable<string>;
  readonly today: Date;
  readonly sourceOf: ((logicalId: string) => SourceLocation | undefined) | undefined;
}

/** Why most errors matter. */
export const refused = 'CloudFormation refuses the template before it creates anything.';

/** The same, with CloudFormation's own words for it. */
export function refusedFor(reason: string): string {
  return `CloudFormation refuses the template before it creates anything (${reason}).`;
}

/** Macros of AWS that change only what their own documentation says they change. */
const harmless = /^AWS::(?:LanguageExtensions|Serverless-2016-10-31|CodeDeployBlueGreen|SecretsManager-.*)$/;

export function makeContext(template: JsonObject, options: ContextOptions): Context {
  const transforms = transformsOf(member(template, 'Transform'));
  const parameters = objectOf(member(template, 'Parameters'));
  const conditions = expandLoops(member(template, 'Conditions'), ['Conditions'], parameters);
  const resources = expandLoops(member(template, 'Resources'), ['Resources'], parameters);
  const outputs = expandLoops(member(template, 'Outputs'), ['Outputs'], parameters);
  let solver: Solver | undefined;
  return {
    template,
    parameters,
    mappings: objectOf(member(template, 'Mappings')),
    conditions: conditions.entries,
    resources: resources.entries,
    outputs: outputs.entries,
    schemas: options.schemas,
    typeNames: options.typeNames,
    today: options.today,
    solver: (assumptions) => {
      if (assumptions.length === 0) return 'yes';
      solver ??= makeSolver(conditions.entries, parameters, isObject(member(template, 'Rules')));
      return solver(assumptions);
    },
    extended: transforms.includes('AWS::LanguageExtensions'),
    sam: transforms.some((name) => name.startsWith('AWS::Serverless-')),
    macro: transforms.find((name) => !harmless.test(name)),
    open: conditions.open || resources.open,
    makers: [...resources.entries.values()].filter(isMaker).map((entry) => entry.name),
    used: { parameters: new Set(), mappings: new Set(), conditions: new Set() },
    edges: new Map(),
    suggestions: 0,
    patternWork: 5_000_000,
    findings: [],
    sourceOf: options.sourceOf,
  };
}

/** Adds a finding about the place `at`. */
export function report(context: Context, at: Path, fault: Fault): void {
  const name = typeof at[1] === 'string' && at.length > 1 ? at[1] : undefined;
  const source = name === undefined ? undefined : context.sourceOf?.(name);
  context.findings.push({
    ...fault,
    path: [...at],
    ...(name === undefined || name.startsWith('Fn::') ? {} : { logicalId: name }),
    ...(source === undefined ? {} : { source }),
  });
}

/** Runs a check and returns what it found, without reporting it. */
export function attempt(context: Context, check: () => void): readonly Finding[] {
  const before = context.findings;
  const own: Finding[] = [];
  context.findings = own;
  try {
    check();
  } finally {
    context.findings = before;
  }
  return own;
}

function isMaker({ data }: Entry): boolean {
  const type = member(objectOf(data), 'Type');
  return typeof type === 'string' && (type.startsWith('AWS::Serverless::') || type.endsWith('::MODULE'));
}

/** The names of macros under `Transform`, in all its spellings. */
function transformsOf(data: unknown): readonly string[] {
  return (Array.isArray(data) ? listOf(data) : [data]).flatMap((each) => {
    const name = isObject(each) ? member(each, 'Name') : each;
    return typeof name === 'string' ? [name] : [];
  });
}
