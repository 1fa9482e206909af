import { TemplateFault, tellFault } from '../templates/template-fault.ts';
import { DeployError, Interrupted } from './error.ts';
import { legible } from './paint.ts';

/** A fault as a command says it, and what it exits with. */
export interface Told {
  readonly text: string;
  readonly exitCode: number;
}

/** Says a fault in words: a refusal with its way out, an error of AWS with its code; anything else is thrown on. */
export function tell(error: unknown): Told {
  const { text, exitCode } = told(error);
  return { text: legible(text), exitCode };
}

function told(error: unknown): Told {
  if (error instanceof Interrupted || isAborted(error)) return { text: 'Interrupted.\n', exitCode: 130 };
  if (error instanceof DeployError) {
    return { text: `${error.message}\n  ${error.fix}\n`, exitCode: error.exitCode };
  }
  if (error instanceof TemplateFault || isTemplateError(error)) {
    return { text: tellFault(error) ?? '', exitCode: 2 };
  }
  if (isCredentialsError(error)) {
    const fix = 'Sign in (aws sso login), or set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.';
    return { text: `No credentials for AWS: ${error.message}\n  ${fix}\n`, exitCode: 2 };
  }
  if (isAwsError(error)) return { text: `AWS refused: ${error.message} [${error.name}]\n`, exitCode: 1 };
  if (isConnectionError(error)) {
    const fix = 'Look at the network, or at --endpoint and AWS_ENDPOINT_URL: does wayleave local run there?';
    return { text: `AWS cannot be reached: ${error.message || error.code}\n  ${fix}\n`, exitCode: 1 };
  }
  throw error;
}

export function isAborted(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

function isTemplateError(error: unknown): error is Error {
  return error instanceof Error && error.name === 'TemplateError';
}

function isCredentialsError(error: unknown): error is Error {
  return (
    error instanceof Error &&
    /^(?:CredentialsProviderError|TokenProviderError|CredentialsError)$/.test(error.name)
  );
}

function isAwsError(error: unknown): error is Error {
  return error instanceof Error && '$fault' in error;
}

function isConnectionError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'code' in error && /^(?:E[A-Z]+|UND_ERR.*)$/.test(String(error.code));
}
