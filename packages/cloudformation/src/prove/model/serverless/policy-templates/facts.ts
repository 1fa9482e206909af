/**
 * What a policy template allows, as facts: actions with their service (`sqs:ReceiveMessage DeleteMessage`), resources,
 * and the one condition that some have. A resource is `service::rest` in the stack's account and region,
 * `service:::rest` where ARNs have neither, `*`, or a parameter that is an ARN itself; `{Name}` is a parameter.
 */
export type StatementFact = readonly [
  actions: string,
  resources: string | readonly string[],
  condition?: readonly [key: string, value: string],
];

/** Policy templates by name. */
export type TemplateFacts = readonly (readonly [name: string, statements: readonly StatementFact[]])[];
