/** `LogGroup` → `log-group`, `SAMLProvider` → `saml-provider`, `S3Key` → `s3-key`. */
export function kebab(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();
}

/** The file of a resource type. */
export function moduleFile(name: string): string {
  return `${kebab(name)}.ts`;
}

/** `AWS::Logs::LogGroup` → `logs:log-group`: the kind that its ARNs and names are of. */
export function kindOfType(cloudFormationType: string): string {
  const [, service = '', resource = ''] = cloudFormationType.split('::');
  return `${service.toLowerCase()}:${kebab(resource)}`;
}

/** SAM makes ordinary functions, tables and so on: their ARNs are of those. */
export const samKinds: Readonly<Record<string, string>> = {
  'AWS::Serverless::Function': 'lambda:function',
  'AWS::Serverless::LayerVersion': 'lambda:layer-version',
  'AWS::Serverless::SimpleTable': 'dynamodb:table',
  'AWS::Serverless::StateMachine': 'stepfunctions:state-machine',
};

/** A property's key, quoted where it has to be. */
export function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${name}'`;
}

/** A union of string literals, each once, sorted. */
export function literals(words: readonly string[]): string {
  return [...new Set(words)]
    .sort()
    .map((word) => JSON.stringify(word))
    .join(' | ');
}

/** Sorts by code units, the same on every machine. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
