import { randomUUID } from 'node:crypto';
import { AwsError } from '../../service.ts';
import { PropertyError } from '../resources/properties.ts';
import { AlreadyExistsError, ServiceError, sdkName } from '../resources/service-error.ts';

/** Why a resource failed, as the event says it. Anything unforeseen is thrown on. */
export function failureReason(error: unknown): string {
  if (error instanceof ServiceError) {
    const where = `(Service: ${sdkName(error.service)}, Status Code: ${error.status}, Request ID: ${randomUUID()})`;
    return handlerMessage(`${error.message} ${where}`, handlerErrorCode(error));
  }
  if (error instanceof AlreadyExistsError) return handlerMessage(error.message, 'AlreadyExists');
  if (error instanceof PropertyError || error instanceof AwsError) return error.message;
  const text = error instanceof Error ? error.message : String(error);
  return handlerMessage(text, 'InternalFailure');
}

function handlerMessage(message: string, code: string): string {
  return `Resource handler returned message: "${message}" (RequestToken: ${randomUUID()}, HandlerErrorCode: ${code})`;
}

/** https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-test-contract-errors.html */
function handlerErrorCode({ code, status }: ServiceError): string {
  if (/AccessDenied|AuthorizationError|UnauthorizedOperation/.test(code)) return 'AccessDenied';
  if (/AlreadyExists|NameExists|ResourceConflict|AlreadyOwnedByYou/.test(code)) return 'AlreadyExists';
  if (/NotFound|NoSuch|NonExistent|DoesNotExist/.test(code)) return 'NotFound';
  if (/LimitExceeded|QuotaExceeded/.test(code)) return 'ServiceLimitExceeded';
  if (/Throttl|TooManyRequests/.test(code)) return 'Throttling';
  if (status >= 500) return 'ServiceInternalError';
  return /Invalid|Validation|Malformed|Missing/.test(code) ? 'InvalidRequest' : 'GeneralServiceException';
}
