export type { RetryLimits } from './backoff.ts';
export { type Client, type ClientOptions, createClient, type RowReference } from './client.ts';
export type { AccessToken, Credential, TokenOptions } from './credential.ts';
export type { Challenge } from './errors/challenge.ts';
export { ConfigurationError, type ConfigurationErrorCode } from './errors/configuration-error.ts';
export { DataverseError, type DataverseErrorDetails } from './errors/dataverse-error.ts';
export { ForeignOriginError } from './errors/foreign-origin-error.ts';
export type { MissingPrivilege } from './errors/privilege.ts';
export { UserLookupError, type UserLookupErrorCode } from './errors/user-lookup-error.ts';
export type { SystemUser, UserCriterion } from './find-user.ts';

export { type Filter, type FilterFunctions, odata } from './odata/filter.ts';
export type { AlternateKey, Key } from './odata/key.ts';
export { type Guid, guid, type LiteralValue } from './odata/literal.ts';
export type { Parameters } from './operations.ts';
export type { Page } from './pages.ts';
export type { Query } from './query.ts';
export type { RawRequest } from './raw-request.ts';
export type { Reply } from './reply.ts';
export type { Impersonated, RequestOptions } from './request-options.ts';
export type { Now, Random, Seams, Sleep } from './seams.ts';
export type { GetOptions, Row, Table, Upserted, WriteOptions } from './table.ts';
export {
  type NodeTransport,
  type NodeTransportOptions,
  nodeTransport,
} from './transport/node-transport.ts';
export type { Transport, TransportRequest, TransportResponse } from './transport/transport.ts';
export { TransportError, type TransportErrorCode } from './transport/transport-error.ts';
export type { WhoAmI } from './who-am-i.ts';
