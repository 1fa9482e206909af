import type { Scenario } from '../proof.ts';
import { createConditions } from './conditions.ts';
import { FORMS, type Form, type Making, otherForm, type Whereabouts } from './forms.ts';
import { functionArn } from './function-name.ts';
import { asText, isObject, type Json, text } from './json.ts';
import { createShow } from './labels.ts';
import { isInLoop } from './members.ts';
import { type Choice, type Given, parameterScope } from './parameter-scope.ts';
import { resolve, resolveValue, type Scope } from './resolve.ts';
import type { RawResource, Sections } from './sections.ts';
import type { Tokens } from './tokens.ts';
import type { JsonObject, World, WorldResource } from './world.ts';

const DEEPEST = 100;

/** A world whose scenario is not yet named. */
export interface Built {
  readonly world: World;
  readonly conditions: Readonly<Record<string, boolean>>;
}

/** Builds the world of one choice. */
export function buildWorld(
  sections: Sections,
  given: Given,
  choice: Choice,
  tokens: Tokens,
  open: string | undefined,
): Built {
  const base = parameterScope(sections, given, choice, tokens);
  const condition =
    sections.conditions.size === 0
      ? () => undefined
      : createConditions(sections.conditions, base, choice.decide);
  const makings = new Map<string, Identity>();
  let nesting = 0;
  const scope: Scope = {
    ...base,
    condition,
    ref(name) {
      const raw = sections.resources.get(name);
      if (raw === undefined) return base.ref(name);
      return identityOf(name, raw).of(formOf(raw.type).ref);
    },
    attribute(logicalId, attribute) {
      const raw = sections.resources.get(logicalId);
      const form = raw && formOf(raw.type);
      const yields =
        form && Object.hasOwn(form.attributes, attribute) ? form.attributes[attribute] : undefined;
      return raw === undefined || yields === undefined
        ? base.attribute(logicalId, attribute)
        : identityOf(logicalId, raw).of(yields);
    },
  };

  function identityOf(logicalId: string, raw: RawResource): Identity {
    const known = makings.get(logicalId);
    if (known !== undefined) return known;
    const named = formOf(raw.type).named;
    const written = named === undefined ? undefined : raw.properties[named];
    // While its name is being resolved, a resource that refers to itself gets a name of its own making.
    if (typeof written === 'object') makings.set(logicalId, identity(logicalId, raw, undefined));
    nesting += 1;
    const given = written === undefined ? undefined : nameOf(written, logicalId);
    const made = identity(logicalId, raw, given);
    nesting -= 1;
    makings.set(logicalId, made);
    return made;
  }

  /** A name may be made of other names, and those of others: as far as the stack is sure to hold. */
  function nameOf(written: unknown, logicalId: string): string | undefined {
    if (nesting > DEEPEST) return tokens.make(`Name:${logicalId}`, 'given', `name of ${logicalId}`);
    return text(resolveValue(written, scope));
  }

  function identity(logicalId: string, raw: RawResource, given: string | undefined): Identity {
    const generated = (purpose: string) =>
      tokens.make(`${logicalId}.${purpose}`, 'generated', `${tokens.show(logicalId)}.${purpose}`);
    const stack = asText(base.ref('AWS::StackName'));
    const id = raw.type === 'AWS::S3::Bucket' ? logicalId.toLowerCase() : logicalId;
    const form = formOf(raw.type);
    const name = given ?? (form.isId ? generated('id') : `${stack}-${id}-${generated('name')}`);
    const making: Making = {
      name,
      where: base.where,
      generated,
      property: (key) => text(resolveValue(raw.properties[key], scope)),
      functionArn: (key) =>
        functionArn(text(resolveValue(raw.properties[key], scope)) ?? 'function', { ...base.where, tokens }),
    };
    const { region, account, urlSuffix } = base.where;
    const arn = form.arn(making);
    const texts = {
      name,
      arn,
      url: `https://sqs.${region}.${urlSuffix}/${account}/${name}`,
      'stream-pattern': `${arn}:*`,
    };
    const of = (yields: Form['ref']) => {
      if (yields === 'version') return generated('Version');
      return yields === 'stream' ? `${arn}/stream/${generated('stream')}` : texts[yields];
    };
    return { name, arn, of };
  }

  const resources = new Map<string, WorldResource>();
  for (const [id, raw] of sections.resources) {
    if (raw.condition !== undefined && condition(raw.condition) === false) continue;
    const { name, arn, of } = identityOf(id, raw);
    const logicalId = tokens.show(id);
    const properties = resolve(raw.properties, scope);
    resources.set(logicalId, {
      logicalId,
      type: raw.type,
      properties: isObject<JsonObject>(properties) ? properties : {},
      written: raw.properties,
      dependsOn: raw.each === undefined ? raw.dependsOn : raw.dependsOn.map(tokens.show),
      name,
      arn,
      ref: of(formOf(raw.type).ref),
      path: raw.path,
      ...(raw.each !== undefined && { each: raw.each }),
    });
  }
  const conditions = Object.fromEntries(
    [...sections.conditions.keys()].map((name) => [name, condition(name) ?? false]),
  );
  const scenario: Scenario = { name: '', conditions: {}, parameters: {} };
  return { world: assemble(resources, base, given, scenario, open), conditions };
}

interface Identity {
  readonly name: string;
  readonly arn: string;
  readonly of: (yields: Form['ref']) => string;
}

const others = new Map<string, Form>();

function formOf(type: string): Form {
  const known = FORMS.get(type) ?? others.get(type);
  if (known !== undefined) return known;
  const made = otherForm(type);
  others.set(type, made);
  return made;
}

function assemble(
  resources: ReadonlyMap<string, WorldResource>,
  { tokens, where }: { readonly tokens: Tokens; readonly where: Whereabouts },
  given: Given,
  scenario: Scenario,
  open: string | undefined,
): World {
  const byType = new Map<string, WorldResource[]>();
  const byText = new Map<string, WorldResource>();
  const byName = new Map<string, WorldResource>();
  for (const resource of resources.values()) {
    const same = byType.get(resource.type);
    if (same === undefined) byType.set(resource.type, [resource]);
    else same.push(resource);
    byName.set(`${resource.type} ${resource.name}`, resource);
    byText.set(resource.arn, resource);
    if (!byText.has(resource.ref)) byText.set(resource.ref, resource);
  }
  const resourceOf = (value: Json | undefined) =>
    typeof value !== 'string'
      ? undefined
      : (byText.get(value) ?? (value.endsWith(':*') ? byText.get(value.slice(0, -2)) : undefined));
  return {
    scenario,
    resources,
    ofType: (type) => byType.get(type) ?? [],
    resourceOf,
    named: (type, name) => byName.get(`${type} ${name}`),
    partition: where.partition,
    region: where.region,
    account: where.account,
    tokens,
    show: createShow(resources, byText, tokens),
    place: ({ logicalId, type }) => ({ logicalId, label: logicalId, type }),
    sourceOf(id) {
      const path = resources.get(id)?.path ?? [];
      if (isInLoop(path)) return given.sourceOf(id) ?? given.sourceOf(String(path[1]));
      return (
        given.sourceOf(id) ?? (id.includes('/') ? given.sourceOf(id.slice(0, id.indexOf('/'))) : undefined)
      );
    },
    open,
  };
}
