/** Properties to add to or to put in the place of a pattern's own; `undefined` takes one away. */
export type Override<P> = { readonly [K in keyof P]?: P[K] | undefined };

/** A pattern's properties with those given on top. */
export function override<P extends object>(properties: P, given: Override<NoInfer<P>> | undefined): P {
  // A required property that is taken away with undefined is caught by validation, as in a hand-written template.
  return given === undefined ? properties : ({ ...properties, ...given } as P);
}
