import type { SourceLocation, TemplatePath } from '../../finding.ts';
import type { Place, Scenario } from '../proof.ts';
import type { Json } from './json.ts';
import type { LeftOut } from './serverless/scope.ts';
import type { Tokens } from './tokens.ts';

/**
 * A template in one scenario, with every intrinsic function resolved. What the template alone cannot know
 * (account, region, generated names, parameters without a value) is an opaque stand-in inside the text, equal for
 * equal sources; so two references to one resource are the same text, and a policy can be evaluated with it.
 *
 * @example
 * for (const topic of world.ofType('AWS::SNS::Topic')) console.log(topic.logicalId, world.show(topic.arn));
 */
export interface World {
  readonly scenario: Scenario;
  /** The resources that exist in this scenario, by logical id, in the template's order. */
  readonly resources: ReadonlyMap<string, WorldResource>;
  /** The resources of a type, in the template's order. */
  readonly ofType: (type: string) => readonly WorldResource[];
  /**
   * The resource that a resolved value stands for: its ARN (a log group's with or without `:*`), or what `Ref`
   * yields. Undefined for text that stands for none of them, and for what is no text.
   */
  readonly resourceOf: (value: Json | undefined) => WorldResource | undefined;
  /** The resource of a type with this physical name. */
  readonly named: (type: string, name: string) => WorldResource | undefined;
  /** `aws` unless given. */
  readonly partition: string;
  /** The region's name, or its stand-in. */
  readonly region: string;
  /** The account's id, or its stand-in. */
  readonly account: string;
  readonly tokens: Tokens;
  /** Text as a person reads it: a known ARN as its logical id, other stand-ins as `⟨region⟩`. */
  readonly show: (text: string) => string;
  /** An end of a hop for a resource of the template. */
  readonly place: (resource: WorldResource) => Place;
  /** Where a resource was added, of a template made by the builder. */
  readonly sourceOf: (logicalId: string) => SourceLocation | undefined;
  /**
   * Set where the template is not all there is (a macro, SAM connectors): what else may add to its policies, as
   * words. Then nothing is denied for want of a statement.
   */
  readonly open: string | undefined;
  /** What the transform of `AWS::Serverless` would make, and was not made. */
  readonly left?: readonly LeftOut[];
}

/** A resource that exists in a scenario. */
export interface WorldResource {
  readonly logicalId: string;
  /** `AWS::SNS::Topic`. */
  readonly type: string;
  /** Its properties, resolved; what is `AWS::NoValue` is not there. */
  readonly properties: JsonObject;
  /** The same as they are written, functions and all: what a patch has to fit. */
  readonly written: { readonly [key: string]: unknown };
  /** The logical ids that it names in `DependsOn`. */
  readonly dependsOn: readonly string[];
  /** Its physical name, with stand-ins where it is generated. */
  readonly name: string;
  /** Its ARN, with stand-ins; made up in AWS's form for types that are not known better. */
  readonly arn: string;
  /** What `Ref` yields: the ARN, the name, or a queue's URL. */
  readonly ref: string;
  /** `['Resources', logicalId]`, or its place in a loop's body. */
  readonly path: TemplatePath;
  /**
   * Set where it stands for all that a loop makes of a collection that is not known: `any item of parameter Names`.
   * Then a hop of it is not settled.
   */
  readonly each?: string;
}

/** A resolved JSON object. */
export type JsonObject = { readonly [key: string]: Json };
