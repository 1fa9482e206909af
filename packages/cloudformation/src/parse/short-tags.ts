/** The functions that have a short tag, by the tag's word: `!GetAtt`. */
export const functionNames: ReadonlyMap<string, string> = new Map([
  ['Ref', 'Ref'],
  ['Condition', 'Condition'],
  ...[
    'And',
    'Base64',
    'Cidr',
    'Contains',
    'EachMemberEquals',
    'EachMemberIn',
    'Equals',
    'FindInMap',
    'GetAZs',
    'GetAtt',
    'GetStackOutput',
    'If',
    'ImportValue',
    'Join',
    'Length',
    'Not',
    'Or',
    'RefAll',
    'Select',
    'Split',
    'Sub',
    'ToJsonString',
    'Transform',
    'ValueOf',
    'ValueOfAll',
  ].map((word) => [word, `Fn::${word}`] as const),
]);

/** The word of a function's short tag, by its long name. */
export const tagWords: ReadonlyMap<string, string> = new Map(
  [...functionNames].map(([word, name]) => [name, word]),
);

/** `Fn::GetAtt` of `A.B.C` is the attribute `B.C` of `A`. */
export function splitAttribute(text: string): readonly string[] | string {
  const dot = text.indexOf('.');
  return dot <= 0 || dot === text.length - 1
    ? text
    : Object.freeze([text.slice(0, dot), text.slice(dot + 1)]);
}
