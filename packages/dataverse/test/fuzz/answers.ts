import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { ID } from '../support/client.ts';
import { goodBatch, multipart } from './multipart.ts';

/** The bytes of one answer, and whether the connection is closed behind them or kept open, silent. */
export interface RawAnswer {
  readonly bytes: Buffer;
  readonly closes: boolean;
}

/** Links and other texts of a hostile service: `foreign` is a server that must never be asked anything. */
function links(own: string, foreign: string): fc.Arbitrary<string> {
  const host = new URL(foreign).host;
  const root = `${own}/api/data/v9.2/`;
  return fc.oneof(
    fc.constantFrom(
      `${foreign}/api/data/v9.2/accounts?$skiptoken=1`,
      `//${host}/api/data/v9.2/accounts`,
      `\\\\${host}\\api`,
      `/\\${host}/api/data/v9.2/accounts`,
      `http:${host}/accounts`,
      `http:///${host}/accounts`,
      `${own}@${host}/api/data/v9.2/accounts`,
      `http://user:password@${new URL(own).host}/api/data/v9.2/accounts`,
      `${root}../../../../${host}`,
      `${root}..%2f..%2f..%2fsecrets`,
      `${root}accounts/../../../../x`,
      `${foreign}#${root}accounts`,
      `${foreign}?${root}accounts`,
      `${own}.${host}/api/data/v9.2/accounts`,
      'javascript:alert(1)',
      'data:application/json,{}',
      'file:///etc/passwd',
      'http://[::1',
      'http://a b',
      '',
      ' ',
      '\u0000',
      `${root}accounts?$skiptoken=${'x'.repeat(40_000)}`,
      `${root}accounts?$deltatoken=%`,
    ),
    fc.constantFrom('1', '2', '3').map((page) => `${root}accounts?$skiptoken=${page}`),
    fc.constantFrom(
      `${root}accounts?$deltatoken=1`,
      `${root}accounts(${ID})`,
      `${root}accounts(${ID})/new_file?sessiontoken=x`,
      `accounts(${ID})`,
    ),
  );
}

const NAMES = [
  'value',
  '@odata.nextLink',
  '@odata.deltaLink',
  '@odata.count',
  '@odata.context',
  '@odata.etag',
  '@Microsoft.Dynamics.CRM.fetchxmlpagingcookie',
  '@Microsoft.Dynamics.CRM.morerecords',
  '@Microsoft.PowerApps.CDS.ErrorDetails.Plugin.BulkApiErrorDetails',
  'error',
  'code',
  'message',
  'innererror',
  'Message',
  'ErrorCode',
  'UserId',
  'BusinessUnitId',
  'OrganizationId',
  'systemuserid',
  'accountid',
  'id',
  'Ids',
  'LogicalName',
  'PrimaryIdAttribute',
  '__proto__',
  'createdon',
] as const;

function json(link: fc.Arbitrary<string>): fc.Arbitrary<unknown> {
  const { any } = fc.letrec<{ any: unknown; leaf: unknown }>((tie) => ({
    leaf: fc.oneof(
      link,
      fc.constantFrom<unknown>(null, true, false, 0, -1, 1e308, ID, 'true', 'account', 'x'.repeat(3000)),
      fc.constantFrom<unknown>(
        '<cookie pagenumber="2" pagingcookie="%253cc%252f%253e" istracking="False" />',
        '<cookie pagingcookie="%25%"',
        'https://x/$metadata#accounts/$deletedEntity',
        '0x80040217',
        '[{"RequestIndex":0}]',
      ),
      fc.string({ maxLength: 20 }),
    ),
    any: fc.oneof(
      { weight: 2, arbitrary: tie('leaf') },
      { weight: 1, arbitrary: fc.array(tie('any'), { maxLength: 3 }) },
      { weight: 2, arbitrary: fc.dictionary(fc.constantFrom(...NAMES), tie('any'), { maxKeys: 5 }) },
    ),
  }));
  const row = fc.dictionary(fc.constantFrom(...NAMES), any, { maxKeys: 3 });
  // Answers that are nearly right go further than those that are not.
  const page = fc.record(
    {
      value: fc.oneof(fc.array(fc.oneof(row, any), { maxLength: 3 }), any),
      '@odata.nextLink': fc.oneof(link, any),
      '@odata.deltaLink': fc.oneof(link, any),
      '@odata.count': any,
      '@Microsoft.Dynamics.CRM.morerecords': fc.oneof(fc.constant(true), any),
      '@Microsoft.Dynamics.CRM.fetchxmlpagingcookie': any,
    },
    { requiredKeys: [] },
  );
  const refusal = fc.record({
    error: fc.oneof(
      fc.record({
        code: fc.oneof(fc.constantFrom('0x80040217', '0x80072560', '0x80040220', '0x80090017'), any),
        message: fc.oneof(link, any),
        '@Microsoft.PowerApps.CDS.ErrorDetails.Plugin.BulkApiErrorDetails': fc
          .array(any)
          .map((all) => JSON.stringify(all)),
      }),
      any,
    ),
  });
  const isUsual = fc.integer({ min: 0, max: 9 }).map((n) => n > 0);
  /** What is right, nine times in ten. */
  const usually = (right: fc.Arbitrary<unknown>) =>
    fc.tuple(isUsual, right, any).map(([usual, one, other]) => (usual ? one : other));
  const knownRow = fc.record({
    systemuserid: usually(fc.constant(ID)),
    accountid: fc.constant(ID),
    LogicalName: usually(fc.constant('account')),
    PrimaryIdAttribute: fc.constant('accountid'),
    sdkmessagefilterid: fc.constant(ID),
  });
  const deleted = fc.record({
    '@odata.context': fc.constant('https://x/$metadata#accounts/$deletedEntity'),
    id: usually(fc.constant(ID)),
  });
  const rows = fc.array(fc.oneof({ weight: 6, arbitrary: knownRow }, deleted, any), {
    minLength: 1,
    maxLength: 2,
  });
  /** Right for most calls at once. */
  const known = fc
    .record({
      body: fc.record({
        UserId: usually(fc.constant(ID)),
        BusinessUnitId: fc.constant(ID),
        OrganizationId: fc.constant(ID),
        Ids: usually(fc.array(usually(fc.constant(ID)), { minLength: 2, maxLength: 2 })),
        value: usually(rows),
        '@odata.count': usually(fc.constant(2)),
      }),
      paging: fc.constantFrom('none', 'none', 'next', 'delta', 'delta', 'cookie'),
      to: usually(link),
      cookie: usually(
        fc.constantFrom('1', '2', '3').map((page) => `<cookie pagingcookie="%253cc${page}%252f%253e" />`),
      ),
    })
    .map(({ body, paging, to, cookie }) => ({
      ...body,
      ...(paging === 'next' && { '@odata.nextLink': to }),
      ...(paging === 'delta' && { '@odata.deltaLink': to }),
      ...(paging === 'cookie' && {
        '@Microsoft.Dynamics.CRM.morerecords': true,
        '@Microsoft.Dynamics.CRM.fetchxmlpagingcookie': cookie,
      }),
    }));
  return fc.oneof({ weight: 5, arbitrary: known }, page, any, refusal);
}

const html = fc.constantFrom(
  '<!doctype html><title>Sign in</title><form>',
  '<HTML><TITLE',
  '<html>'.repeat(2000),
);

const STATUS_LINES = [
  ...[...Array.from({ length: 24 }, () => 200), 201, 204, 204, 204, 204, 206, 206, 206, 206].map(
    (status) => `HTTP/1.1 ${status} OK`,
  ),
  ...[300, 301, 302, 304, 307, 400, 401, 403, 404, 412, 416, 429, 500, 502, 503].map(
    (status) => `HTTP/1.1 ${status} Whatever`,
  ),
] as const;

const WRONG_LINES = [
  'HTTP/1.1 099 Low',
  'HTTP/1.1 999 High',
  'HTTP/1.1 2000 Long',
  'HTTP/1.1 abc Words',
  'HTTP/1.1',
  'HTTP/9.9 200 OK',
  'HTTP/2 200',
  'ICY 200 OK',
  'HTTP/1.1 100 Continue',
  'HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade',
  'HTTP/1.1 200 \u00ff\u0001',
  '',
  '\u0016\u0003\u0001',
] as const;

function headers(own: string, link: fc.Arbitrary<string>): fc.Arbitrary<readonly string[]> {
  const row = `${own}/api/data/v9.2/accounts(${ID})`;
  /** The right one, or none, or a wrong one. */
  const header = (name: string, right: string, wrong: fc.Arbitrary<string>) =>
    fc
      .tuple(fc.integer({ min: 0, max: 9 }), wrong)
      .map(([n, other]) => (n < 6 ? [`${name}: ${right}`] : n < 7 ? [] : [`${name}: ${printable(other)}`]));
  const more = fc.constantFrom(
    'Retry-After: 0',
    'Retry-After: -1',
    'Retry-After: 999999999999999',
    'Retry-After: Thu, 99 Foo',
    'x-ms-dop-hint: -1',
    'x-ms-dop-hint: 1e99',
    'Set-Cookie: a=b',
    'ETag: W/"1"',
    'ETag: \u00ff',
    'WWW-Authenticate: Bearer authorization_uri="',
    'WWW-Authenticate: Bearer authorization_uri=javascript:1, resource_id=//x',
    'x-ms-file-name: =?utf-8?B?////?=',
    'REQ_ID: r',
    'Trailer: x',
    'Connection: keep-alive, close',
    '__proto__: x',
  );
  return fc
    .tuple(
      header('OData-EntityId', row, link),
      header('Location', `${row}/new_file?sessiontoken=x`, link),
      header('x-ms-chunk-size', '8', fc.constantFrom('0', '-5', '1', '99999999999999999', 'x', '')),
      header('x-ms-file-size', '16', fc.constantFrom('0', '-5', '1', '99999999999999', 'x')),
      header(
        'Content-Range',
        'bytes 0-15/16',
        fc.constantFrom('bytes 0-0/1', 'bytes 5-1/3', 'bytes */*', 'bytes 0-99999999999/1', 'x'),
      ),
      fc.array(more, { maxLength: 2 }),
    )
    .map((all) => all.flat());
}

function printable(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, '');
}

/** What breaks the answer itself; `none` mostly. */
const BREAKS = [
  ...Array.from({ length: 36 }, () => 'none' as const),
  'line',
  'header',
  'huge header',
  'cut',
  'noise',
  'brotli',
  'bad chunk',
  'too long',
  'two lengths',
  'silent',
] as const;

const TYPES = [
  ...Array.from({ length: 20 }, () => 'application/json; odata.metadata=minimal'),
  'text/html',
  'text/plain',
  'multipart/mixed; boundary=b',
  'multipart/mixed; boundary="b"',
  'multipart/mixed; boundary=',
  'multipart/mixed',
  'application/octet-stream',
  'json',
  ';;;',
] as const;

/** One answer, nearly right to utterly wrong. */
export function rawAnswers(own: string, foreign: string): fc.Arbitrary<RawAnswer> {
  const link = links(own, foreign);
  const body = fc.oneof(
    { weight: 8, arbitrary: json(link).map((value) => ({ text: JSON.stringify(value), type: undefined })) },
    { weight: 1, arbitrary: multipart.map((text) => ({ text, type: 'multipart/mixed; boundary=b' })) },
    {
      weight: 2,
      arbitrary: goodBatch(json(link)).map((text) => ({ text, type: 'multipart/mixed; boundary=b' })),
    },
    { weight: 1, arbitrary: html.map((text) => ({ text, type: 'text/html' })) },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom('', '5', '5', '5', '-1', '\uFEFF12', 'null')
        .map((text) => ({ text, type: undefined })),
    },
    { weight: 1, arbitrary: fc.string({ maxLength: 60 }).map((text) => ({ text, type: undefined })) },
  );
  return fc
    .record({
      breaks: fc.constantFrom(...BREAKS),
      goodLine: fc.constantFrom(...STATUS_LINES),
      wrongLine: fc.constantFrom(...WRONG_LINES),
      body,
      headers: headers(own, link),
      type: fc.constantFrom(...TYPES),
      framing: fc.constantFrom('length', 'length', 'close', 'chunked'),
      isZipped: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
      keep: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    .map(
      ({
        breaks,
        goodLine,
        wrongLine,
        body: { text, type: fitting },
        headers: more,
        type,
        framing,
        isZipped,
        keep,
      }) => {
        const sent = isZipped ? gzipSync(text) : Buffer.from(text);
        const head = [
          breaks === 'line' ? wrongLine : goodLine,
          ...more,
          `Content-Type: ${fitting ?? type}`,
          ...(isZipped || breaks === 'noise' ? ['Content-Encoding: gzip'] : []),
          ...(breaks === 'brotli' ? ['Content-Encoding: br'] : []),
          ...(breaks === 'header' ? ['x-bad\u0001: y', 'no colon at all'] : []),
          ...(breaks === 'huge header' ? [`x-huge: ${'h'.repeat(20_000)}`] : []),
          ...(breaks === 'two lengths' ? [`Content-Length: ${sent.length + 1}`] : []),
          ...framed(breaks, framing, sent.length),
        ];
        const isChunked = breaks === 'bad chunk' || framing === 'chunked';
        const bytes = Buffer.concat([
          Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'),
          Buffer.from(
            !isChunked ? '' : breaks === 'bad chunk' ? 'zz\r\n' : `${sent.length.toString(16)}\r\n`,
          ),
          sent,
          Buffer.from(isChunked ? '\r\n0\r\n\r\n' : ''),
        ]);
        return {
          bytes: breaks === 'cut' ? bytes.subarray(0, Math.floor(bytes.length * keep)) : bytes,
          closes: breaks !== 'silent',
        };
      },
    );
}

function framed(breaks: string, framing: string, length: number): readonly string[] {
  if (breaks === 'bad chunk' || framing === 'chunked') return ['Transfer-Encoding: chunked'];
  if (breaks === 'too long') return [`Content-Length: ${length + 5}`];
  return framing === 'close' ? [] : [`Content-Length: ${length}`];
}
