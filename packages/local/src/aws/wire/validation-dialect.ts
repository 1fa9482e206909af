import { AwsError } from '../service.ts';
import type { ServiceTable } from './table.ts';
import type { Failure } from './validate.ts';

/** How one service words a broken constraint. */
export interface Dialect {
  readonly code: string;
  /** IAM repeats neither the value nor the set of allowed values. */
  readonly hideValues?: true;
  /** Lambda names the absence of null among the constraints of elements. */
  readonly nullInElements?: true;
  /** Members that the service checks by itself, in its own words. */
  readonly exempt?: Readonly<Record<string, readonly string[]>>;
  /** Patterns that AWS was seen to check and that its model does not have, by operation and member. */
  readonly unpublished?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Services that answer the first failure in a form of their own. */
  readonly refuse?: (failure: Failure) => AwsError;
}

const STACK_NAME = { StackName: '[a-zA-Z][-a-zA-Z0-9]*|arn:[-a-zA-Z0-9:/._+]*' };
const QUERY: Dialect = { code: 'ValidationError' };
const DIALECTS: Readonly<Record<string, Dialect>> = {
  iam: { code: 'ValidationError', hideValues: true },
  lambda: {
    code: 'ValidationException',
    nullInElements: true,
    exempt: { CreateFunction: ['Runtime'], UpdateFunctionConfiguration: ['Runtime'] },
  },
  cloudformation: {
    code: 'ValidationError',
    unpublished: { CreateStack: STACK_NAME, CreateChangeSet: STACK_NAME },
  },
  'cloudwatch-logs': { code: 'InvalidParameterException' },
  sqs: {
    code: 'MissingParameter',
    refuse: ({ path }) => {
      const name = path.charAt(0).toUpperCase() + path.slice(1);
      return new AwsError('MissingParameter', `The request must contain the parameter ${name}.`);
    },
  },
  s3: { code: 'MalformedXML', refuse: malformedXml },
};

export function dialectOf(table: ServiceTable): Dialect | undefined {
  return DIALECTS[table.service] ?? (table.protocol === 'awsQuery' ? QUERY : undefined);
}

function malformedXml({ member, value }: Failure): AwsError {
  if (member.traits.httpHeader === 'x-amz-storage-class') {
    return new AwsError('InvalidStorageClass', 'The storage class you specified is not valid');
  }
  if (member.traits.httpHeader !== undefined) {
    const members = { ArgumentName: member.traits.httpHeader, ArgumentValue: String(value) };
    return new AwsError('InvalidArgument', `Invalid value for ${member.traits.httpHeader}`, 400, members);
  }
  return new AwsError(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );
}
