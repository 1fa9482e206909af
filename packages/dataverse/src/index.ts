export { etag, formatted, type Lookup, lookup } from './annotations.ts';
export type { RetryLimits } from './backoff.ts';
export { type Batch, type BatchOptions, batch } from './batch/batch.ts';
export type { ChangeSet } from './batch/change-set.ts';
export type { BatchEntry, CreatedEntry, RowRef } from './batch/entry.ts';
export { type BatchResults, type Outcome, type ResultOf, SkippedError } from './batch/outcomes.ts';
export type { FirstPage } from './batch/query-page.ts';
export type { BatchTable, ChangeSetTable, EntryOptions, EntryWrites } from './batch/table-types.ts';
export { bulk } from './bulk/bulk.ts';
export type { BulkOptions } from './bulk/options.ts';
export {
  type BulkCounts,
  BulkError,
  type BulkOutcome,
  type BulkProgress,
  type BulkReport,
} from './bulk/report.ts';
export type { BulkWork } from './bulk/work.ts';
export type { Change } from './change-tracking/read-changes.ts';
export {
  type Changes,
  countChanges,
  type TrackOptions,
  trackChanges,
} from './change-tracking/track-changes.ts';
export { type Client, type ClientOptions, createClient, type TableFactory } from './client.ts';
export type { AccessToken, Credential, TokenOptions } from './credential.ts';
export { type RequestEvent, requestChannelName } from './diagnostics.ts';
export type { Challenge } from './errors/challenge.ts';
export { ConfigurationError, type ConfigurationErrorCode } from './errors/configuration-error.ts';
export { DataverseError, type DataverseErrorDetails } from './errors/dataverse-error.ts';
export { ForeignOriginError } from './errors/foreign-origin-error.ts';
export type { MissingPrivilege } from './errors/privilege.ts';
export { UserLookupError, type UserLookupErrorCode } from './errors/user-lookup-error.ts';
export { type FetchXmlOptions, fetchXml } from './fetch-xml/fetch-xml.ts';
export { type FetchXml, type FetchXmlValue, xml } from './fetch-xml/xml-tag.ts';
export { deleteFile } from './files/delete-file.ts';
export { type DownloadedFile, type DownloadOptions, downloadFile } from './files/download.ts';
export { FileError, type FileErrorCode } from './files/file-error.ts';
export type { ByteStream, FileSource } from './files/source.ts';
export { type UploadedFile, type UploadOptions, uploadFile } from './files/upload.ts';
export type { UploadResume } from './files/upload-session.ts';
export type { SystemUser, UserCriterion } from './find-user.ts';
export {
  createMultiple,
  deleteMultiple,
  type KeyedUpdate,
  updateMultiple,
  upsertMultiple,
} from './multiple/multiple.ts';
export { PartialFailureError, type RowStatus } from './multiple/partial-failure.ts';
export { type Filter, type FilterFunctions, type Operand, odata } from './odata/filter.ts';
export type { AlternateKey, Key } from './odata/key.ts';
export {
  type DateOnly,
  dateOnly,
  type EnumMember,
  enumMember,
  type Guid,
  guid,
  type LiteralValue,
} from './odata/literal.ts';
export type { Parameters } from './operations.ts';
export type { Aggregate, AggregateFunctions, Aggregation } from './query/aggregate.ts';
export type { Expansion } from './query/expansion.ts';
export type { Page } from './query/pages.ts';
export type { Query } from './query/query.ts';
export type { Rows } from './query/rows.ts';
export type { RawRequest } from './raw-request.ts';
export type { Reply } from './reply.ts';
export type { Impersonated, RequestOptions } from './request-options.ts';
export type {
  EnvironmentTypes,
  Row,
  Schema,
  TableInfo,
  TableTypes,
  Untyped,
  UntypedEnvironment,
} from './schema.ts';
export type { Now, Random, Seams, Sleep } from './seams.ts';
export { bind, type RowReference } from './table/links.ts';
export type { GetOptions } from './table/reads.ts';
export type { Table } from './table/table.ts';
export type { RepresentationOptions, Upserted, WriteOptions } from './table/writes.ts';
export { type HttpProxy, httpProxy, httpProxyFromEnv } from './transport/http-proxy.ts';
export {
  type NodeTransport,
  type NodeTransportOptions,
  nodeTransport,
} from './transport/node-transport.ts';
export type { Transport, TransportRequest, TransportResponse } from './transport/transport.ts';
export { TransportError, type TransportErrorCode } from './transport/transport-error.ts';
export type { WhoAmI } from './who-am-i.ts';
