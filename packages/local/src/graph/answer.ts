/** What a Graph operation answers, before it becomes a response. */
export type GraphAnswer = GraphSuccess | GraphRefusal;

export interface GraphSuccess {
  readonly status: 200 | 201 | 204;
  readonly body?: object;
  readonly location?: string;
}

/** A refusal in Graph's terms. */
export interface GraphRefusal {
  readonly status: 400 | 401 | 403 | 404 | 409 | 501;
  /** `Request_BadRequest`, `Authorization_RequestDenied`, … */
  readonly code: string;
  readonly message: string;
  /** What denied it, where the operation itself asked for a right. */
  readonly deniedBy?: string;
}

export function isRefusal<T extends object>(answer: T | GraphRefusal): answer is GraphRefusal {
  return 'code' in answer && 'message' in answer && 'status' in answer;
}

/** Every refusal the local Graph gives; @see https://learn.microsoft.com/graph/errors */
export const graphRefusals = {
  emptyToken: () => unauthenticated('Access token is empty.'),
  malformedToken: () => unauthenticated('CompactToken parsing failed with error code: 80049217'),
  falseToken: () => unauthenticated('Access token validation failure.'),
  wrongAudience: () => unauthenticated('Access token validation failure. Invalid audience.'),
  expiredToken: () => unauthenticated('Lifetime validation failed, the token is expired.'),
  denied: (deniedBy: string): GraphRefusal => ({
    status: 403,
    code: 'Authorization_RequestDenied',
    message: 'Insufficient privileges to complete the operation.',
    deniedBy,
  }),
  foreignApplication: (deniedBy: string): GraphRefusal => ({
    status: 403,
    code: 'Authorization_RequestDenied',
    message:
      'When using this permission, the backing application of the service principal being created must in the local tenant',
    deniedBy,
  }),
  notFound: (id: string) =>
    refusal(
      404,
      'Request_ResourceNotFound',
      `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`,
    ),
  unknownSegment: (segment: string) =>
    refusal(400, 'BadRequest', `Resource not found for the segment '${segment}'.`),
  notBuilt: (what: string) => refusal(501, 'NotImplemented', `${what} is not built in the local Graph.`),
  unreadableBody: () =>
    refusal(
      400,
      'BadRequest',
      'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.',
    ),
  unknownProperty: (name: string) => refusal(400, 'BadRequest', `Invalid property '${name}'.`),
  required: (property: string, resource: string) =>
    refusal(
      400,
      'Request_BadRequest',
      `A value is required for property '${property}' of resource '${resource}'.`,
    ),
  invalidValue: (property: string, resource: string) =>
    refusal(
      400,
      'Request_BadRequest',
      `Invalid value specified for property '${property}' of resource '${resource}'.`,
    ),
  duplicateValue: (property: string) =>
    refusal(
      400,
      'Request_BadRequest',
      `Another object with the same value for property ${property} already exists.`,
    ),
  noSuchPassword: (keyId: string) =>
    refusal(400, 'Request_BadRequest', `No password credential found with keyId ${keyId}.`),
  noBackingApplication: (appId: string) =>
    refusal(
      400,
      'Request_BadRequest',
      `The appId '${appId}' of the service principal does not reference a valid application object.`,
    ),
  nameInUse: (name: string) =>
    refusal(
      409,
      'Request_MultipleObjectsWithSameKeyValue',
      `The service principal cannot be created, updated, or restored because the service principal name ${name} is already in use.`,
    ),
  invalidFilter: () => refusal(400, 'BadRequest', 'Invalid filter clause'),
  unsupportedFilter: (property: string, resource: string) =>
    refusal(
      400,
      'Request_UnsupportedQuery',
      `Unsupported or invalid query filter clause specified for property '${property}' of resource '${resource}'.`,
    ),
  unsupportedQuery: () => refusal(400, 'Request_UnsupportedQuery', 'Unsupported query.'),
} as const;

function refusal(status: GraphRefusal['status'], code: string, message: string): GraphRefusal {
  return { status, code, message };
}

function unauthenticated(message: string): GraphRefusal {
  return refusal(401, 'InvalidAuthenticationToken', message);
}
