import { type Ask, AwsError } from '../service.ts';

interface RefusalForm {
  readonly code: string;
  readonly status: number;
  /** Turns IAM's sentence into the one that the service writes. */
  readonly words?: (message: string, ask: Ask) => string;
}

/** Services differ in the code, the status and in small things of the sentence. */
const FORMS: Readonly<Record<string, RefusalForm>> = {
  sns: {
    code: 'AuthorizationError',
    status: 403,
    words: shownAs((action) => action.replace(/^sns:/i, 'SNS:')),
  },
  sqs: { code: 'AccessDenied', status: 403, words: shownAs((action) => action.toLowerCase()) },
  s3: {
    code: 'AccessDenied',
    status: 403,
    words: (message, { resource }) =>
      message.replace(` on resource: ${resource}`, resource === '*' ? '' : ` on resource: "${resource}"`),
  },
  // STS says no more than this about a role, so that nobody learns which roles exist.
  sts: {
    code: 'AccessDenied',
    status: 403,
    words: (message) => message.replace(/ (because no|with an explicit) .*$/, ''),
  },
  iam: { code: 'AccessDenied', status: 403 },
  cloudformation: { code: 'AccessDenied', status: 403 },
  lambda: { code: 'AccessDeniedException', status: 403 },
  'cloudwatch-logs': { code: 'AccessDeniedException', status: 400 },
};

function shownAs(show: (action: string) => string): (message: string, ask: Ask) => string {
  return (message, ask) => message.replaceAll(ask.action, show(ask.action));
}

/** The refusal of an ask in the service's own code, status and words. */
export function refusalOf(table: string, ask: Ask, message: string): AwsError {
  const form = FORMS[table] ?? { code: 'AccessDenied', status: 403 };
  return new AwsError(form.code, form.words?.(message, ask) ?? message, form.status);
}
