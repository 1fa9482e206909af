export { type FetchTransportOptions, fetchTransport } from './transport/fetch-transport.ts';
