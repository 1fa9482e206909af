/** The life of a Lambda runtime; days as `YYYY-MM-DD`, absent where AWS has not named them. */
export interface LambdaRuntime {
  /** `nodejs24.x` */
  readonly name: string;
  /** From this day on it has no updates and no support. */
  readonly deprecated?: string;
  /** From this day on no function can be created with it. */
  readonly createBlocked?: string;
  /** From this day on no function that has it can be updated. */
  readonly updateBlocked?: string;
  /** What to take in its place; absent where it is the newest of its kind. */
  readonly successor?: string;
}

/** The day whose state of AWS's announcements the table is; days after it are AWS's plans. */
export const runtimesAsOf = '2026-11-23';

const python = 'python3.14';
const node = 'nodejs24.x';
const java = 'java25';
const dotnet = 'dotnet10';
const ruby = 'ruby4.0';
const custom = 'provided.al2023';

/** AWS has put off the block of all runtimes that were deprecated but not yet blocked to one day. */
const putOff = '2027-02-01';

/**
 * The runtimes that Lambda has or had, newest first within a kind.
 *
 * Hand-kept, from the Lambda Developer Guide as cfn-lint's `LmbdRuntimeLifecycle.json` (MIT-0) and endoflife.date pass
 * it on. `deprecated` is {@link runtimesAsOf} where a runtime is known to have been deprecated by then, but not since
 * when.
 *
 * @example lambdaRuntimes.find(({ name }) => name === 'nodejs20.x')?.successor // nodejs24.x
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html
 */
export const lambdaRuntimes: readonly LambdaRuntime[] = [
  { name: node, deprecated: '2028-04-30', createBlocked: '2028-06-01', updateBlocked: '2028-07-01' },
  runtime('nodejs22.x', '2027-04-30', '2027-06-01', node, '2027-07-01'),
  runtime('nodejs20.x', '2026-04-30', putOff, node),
  runtime('nodejs18.x', '2025-09-01', putOff, node),
  runtime('nodejs16.x', '2024-06-12', putOff, node),
  runtime('nodejs14.x', '2023-12-04', '2024-07-09', node),
  runtime('nodejs12.x', '2023-03-31', '2023-03-31', node, '2023-04-30'),
  runtime('nodejs10.x', '2021-07-30', '2021-07-30', node, '2022-02-14'),
  runtime('nodejs8.10', '2020-03-06', '2020-03-06', node, '2020-03-06'),
  runtime('nodejs6.10', '2019-08-12', '2019-08-12', node, '2019-08-12'),
  runtime('nodejs4.3-edge', '2019-04-30', '2019-04-30', node, '2019-04-30'),
  runtime('nodejs4.3', '2020-03-05', '2020-03-05', node, '2020-03-05'),
  runtime('nodejs', '2016-10-31', '2016-10-31', node, '2016-10-31'),
  { name: python, deprecated: '2029-06-30', updateBlocked: '2029-08-31' },
  { name: 'python3.13', deprecated: '2029-06-30', updateBlocked: '2029-08-31', successor: python },
  { name: 'python3.12', deprecated: '2028-10-31', successor: python },
  runtime('python3.11', '2027-06-30', '2027-07-31', python),
  runtime('python3.10', '2026-10-31', putOff, python),
  runtime('python3.9', '2025-12-15', putOff, python),
  runtime('python3.8', '2024-10-14', putOff, python),
  runtime('python3.7', '2023-12-04', '2024-01-09', python),
  runtime('python3.6', '2022-07-18', '2022-07-18', python, '2022-08-29'),
  runtime('python2.7', '2021-07-15', '2021-07-15', python, '2022-05-30'),
  { name: java, deprecated: '2029-06-30', updateBlocked: '2029-08-31' },
  { name: 'java21', deprecated: '2029-06-30', successor: java },
  { name: 'java17', deprecated: '2027-06-30', successor: java },
  { name: 'java11', deprecated: '2027-06-30', successor: java },
  { name: 'java8.al2', deprecated: '2027-06-30', successor: java },
  runtime('java8', '2024-01-08', '2024-02-08', java),
  { name: dotnet, deprecated: '2028-11-14', updateBlocked: '2029-01-15' },
  runtime('dotnet8', runtimesAsOf, putOff, dotnet),
  runtime('dotnet7', '2024-05-14', '2024-05-14', dotnet, '2024-05-14'),
  runtime('dotnet6', '2024-12-20', putOff, dotnet),
  runtime('dotnetcore3.1', '2023-04-03', '2023-04-03', dotnet, '2023-05-03'),
  runtime('dotnetcore2.1', '2022-01-05', '2022-01-05', dotnet, '2022-04-13'),
  runtime('dotnetcore2.0', '2019-05-30', '2019-05-30', dotnet, '2019-05-30'),
  runtime('dotnetcore1.0', '2019-06-27', '2019-07-30', dotnet, '2019-07-30'),
  { name: ruby },
  { name: 'ruby3.4', deprecated: '2028-03-31', updateBlocked: '2028-05-31', successor: ruby },
  { name: 'ruby3.3', successor: ruby },
  runtime('ruby3.2', runtimesAsOf, putOff, ruby),
  runtime('ruby2.7', '2023-12-07', '2024-01-09', ruby),
  runtime('ruby2.5', '2021-07-30', '2021-07-30', ruby, '2022-03-31'),
  { name: custom, deprecated: '2029-06-30' },
  runtime('provided.al2', runtimesAsOf, putOff, custom),
  runtime('provided', '2024-01-08', '2024-02-08', custom),
  runtime('go1.x', '2024-01-08', '2024-02-08', custom),
];

function runtime(
  name: string,
  deprecated: string,
  createBlocked: string,
  successor: string,
  updateBlocked?: string,
): LambdaRuntime {
  return {
    name,
    deprecated,
    createBlocked,
    ...(updateBlocked === undefined ? {} : { updateBlocked }),
    successor,
  };
}
