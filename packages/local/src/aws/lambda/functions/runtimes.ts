import { invalidParameter } from '../errors.ts';

/** Runtimes that run here, all on the Node.js that runs local AWS; their rules for handlers differ. */
export type SupportedRuntime = 'nodejs20.x' | 'nodejs22.x' | 'nodejs24.x';

const SUPPORTED: readonly string[] = ['nodejs20.x', 'nodejs22.x', 'nodejs24.x'];

/** In the order in which Lambda's refusal lists them (recorded November 2025). */
const CREATABLE = [
  'nodejs20.x',
  'python3.14',
  'provided.al2023',
  'python3.12',
  'python3.13',
  'nodejs24.x',
  'nodejs22.x',
  'java25',
  'python3.10',
  'python3.11',
  'java21',
  'ruby3.3',
  'ruby3.4',
  'ruby3.2',
  'python3.8',
  'python3.9',
  'java17',
  'nodejs16.x',
  'dotnet10',
  'dotnet8',
  'java11',
  'dotnet6',
  'nodejs18.x',
  'provided.al2',
  'java8.al2',
];

const RETIRED = [
  'nodejs',
  'nodejs4.3',
  'nodejs4.3-edge',
  'nodejs6.10',
  'nodejs8.10',
  'nodejs10.x',
  'nodejs12.x',
  'nodejs14.x',
  'java8',
  'python2.7',
  'python3.6',
  'python3.7',
  'dotnetcore1.0',
  'dotnetcore2.0',
  'dotnetcore2.1',
  'dotnetcore3.1',
  'go1.x',
  'ruby2.5',
  'ruby2.7',
  'provided',
];

/** The runtime, or InvalidParameterValueException: unknown and retired ones in Lambda's words. */
export function requireRuntime(runtime: string): SupportedRuntime {
  if (isSupported(runtime)) return runtime;
  if (RETIRED.includes(runtime)) {
    throw invalidParameter(
      `The runtime parameter of ${runtime} is no longer supported for creating or updating AWS Lambda functions. We recommend you use a supported runtime while creating or updating functions.`,
    );
  }
  if (CREATABLE.includes(runtime)) {
    throw invalidParameter(
      `The runtime ${runtime} exists on AWS but local AWS runs only ${SUPPORTED.join(', ')}.`,
    );
  }
  throw invalidParameter(
    `Value ${runtime} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [${CREATABLE.join(', ')}] or be a valid ARN`,
  );
}

function isSupported(runtime: string): runtime is SupportedRuntime {
  return SUPPORTED.includes(runtime);
}

/**
 * The flags with which Lambda switches Node.js features off, unless the function's NODE_OPTIONS asks for them.
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html
 */
export function nodeFlags(runtime: SupportedRuntime, nodeOptions: string): readonly string[] {
  const features = {
    'nodejs20.x': ['experimental-require-module'],
    'nodejs22.x': ['experimental-require-module', 'experimental-detect-module'],
    'nodejs24.x': ['experimental-detect-module'],
  }[runtime];
  return features
    .filter((feature) => !nodeOptions.includes(`--${feature}`))
    .filter((feature) => process.allowedNodeEnvironmentFlags.has(`--${feature}`))
    .map((feature) => `--no-${feature}`);
}
