import { exportJWK, generateKeyPair, type JSONWebKeySet, SignJWT } from 'jose';
import type { Clock } from '../../src/clock.ts';
import { createDataverse, type Dataverse } from '../../src/dataverse/dataverse.ts';
import type { TableDefinition } from '../../src/dataverse/metadata/definition.ts';
import type { DataverseOptions } from '../../src/dataverse/options.ts';
import { createTrail, type Trail } from '../../src/trail.ts';

export const ORIGIN = 'https://127.0.0.1:8444';
export const TENANT = '11111111-2222-4333-8444-555555555555';
export const AUTHORITY = `https://127.0.0.1:8443/${TENANT}`;
export const ISSUER = `https://sts.windows.net/${TENANT}/`;
export const ADMIN_APP = 'aaaaaaaa-0000-4000-8000-000000000001';
export const PIPELINE_APP = 'aaaaaaaa-0000-4000-8000-000000000002';
export const OTHER_APP = 'aaaaaaaa-0000-4000-8000-000000000003';
export const ADELE = 'bbbbbbbb-0000-4000-8000-000000000001';
export const ALEX = 'bbbbbbbb-0000-4000-8000-000000000002';
export const ADELE_OBJECT = 'cccccccc-0000-4000-8000-000000000001';
export const NOBODY = 'dddddddd-0000-4000-8000-00000000000f';
const START = Date.parse('2026-03-01T12:00:00Z');

/** A clock that moves by hand. */
export function testClock(): Clock & { advance(ms: number): void } {
  let now = START;
  const advance = (ms: number) => {
    now += ms;
  };
  return { now: () => now, after: () => () => undefined, advance };
}

export const VIDEO: TableDefinition = {
  LogicalName: 'cwl_video',
  SchemaName: 'cwl_Video',
  EntitySetName: 'cwl_videos',
  PrimaryIdAttribute: 'cwl_videoid',
  PrimaryNameAttribute: 'cwl_name',
  OwnershipType: 'UserOwned',
  DisplayName: { UserLocalizedLabel: { Label: 'Video', LanguageCode: 1033 } },
  Attributes: [
    { LogicalName: 'cwl_videoid', SchemaName: 'cwl_VideoId', AttributeType: 'Uniqueidentifier' },
    { LogicalName: 'cwl_name', SchemaName: 'cwl_Name', AttributeType: 'String', MaxLength: 20 },
    { LogicalName: 'cwl_key', SchemaName: 'cwl_Key', AttributeType: 'String', MaxLength: 200 },
    { LogicalName: 'cwl_notes', SchemaName: 'cwl_Notes', AttributeType: 'Memo', MaxLength: 2000 },
    {
      LogicalName: 'cwl_width',
      SchemaName: 'cwl_Width',
      AttributeType: 'Integer',
      MinValue: 0,
      MaxValue: 8000,
    },
    {
      LogicalName: 'cwl_duration',
      SchemaName: 'cwl_Duration',
      AttributeType: 'Decimal',
      MinValue: 0,
      MaxValue: 1e6,
      Precision: 2,
    },
    { LogicalName: 'cwl_public', SchemaName: 'cwl_Public', AttributeType: 'Boolean' },
    { LogicalName: 'cwl_recorded', SchemaName: 'cwl_Recorded', AttributeType: 'DateTime' },
    { LogicalName: 'cwl_day', SchemaName: 'cwl_Day', AttributeType: 'DateTime', Format: 'DateOnly' },
    {
      LogicalName: 'cwl_uploader',
      SchemaName: 'cwl_Uploader',
      AttributeType: 'Lookup',
      Targets: ['systemuser'],
    },
    {
      LogicalName: 'cwl_channel',
      SchemaName: 'cwl_Channel',
      AttributeType: 'Lookup',
      Targets: ['cwl_channel'],
    },
    {
      LogicalName: 'cwl_quality',
      SchemaName: 'cwl_Quality',
      AttributeType: 'Picklist',
      OptionSet: {
        Options: [
          { Value: 1, Label: { UserLocalizedLabel: { Label: 'High', LanguageCode: 1033 } } },
          { Value: 2, Label: { UserLocalizedLabel: { Label: 'Low', LanguageCode: 1033 } } },
        ],
      },
    },
  ],
  Keys: [{ LogicalName: 'cwl_bykey', KeyAttributes: ['cwl_key'] }],
};

export const CHANNEL: TableDefinition = {
  LogicalName: 'cwl_channel',
  SchemaName: 'cwl_Channel',
  EntitySetName: 'cwl_channels',
  PrimaryIdAttribute: 'cwl_channelid',
  PrimaryNameAttribute: 'cwl_name',
  OwnershipType: 'OrganizationOwned',
  Attributes: [
    { LogicalName: 'cwl_channelid', SchemaName: 'cwl_ChannelId', AttributeType: 'Uniqueidentifier' },
    { LogicalName: 'cwl_name', SchemaName: 'cwl_Name', AttributeType: 'String', MaxLength: 100 },
  ],
};

const pair = await generateKeyPair('RS256', { extractable: true });
const jwks: JSONWebKeySet = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'one', alg: 'RS256' }] };

export interface TokenClaims {
  readonly appid?: string;
  readonly aud?: string;
  readonly iss?: string;
  readonly tid?: string;
  readonly scp?: string;
  readonly expiresAt?: number;
  readonly key?: Parameters<SignJWT['sign']>[0];
}

export async function signToken(claims: TokenClaims = {}): Promise<string> {
  const {
    appid = ADMIN_APP,
    aud = ORIGIN,
    iss = ISSUER,
    tid = TENANT,
    scp,
    expiresAt = START + 3_600_000,
  } = claims;
  return new SignJWT({ appid, tid, ...(scp ? { scp } : { idtyp: 'app' }) })
    .setProtectedHeader({ alg: 'RS256', kid: 'one' })
    .setAudience(aud)
    .setIssuer(iss)
    .setIssuedAt(Math.floor(START / 1000))
    .setExpirationTime(Math.floor(expiresAt / 1000))
    .sign(claims.key ?? pair.privateKey);
}

export interface Call {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly app?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as an object; empty when there is none. */
  readonly json: Readonly<Record<string, unknown>>;
  readonly error: { readonly code: string; readonly message: string };
  /** The rows of a collection. */
  readonly value: readonly Readonly<Record<string, unknown>>[];
}

export interface Org {
  readonly dataverse: Dataverse;
  readonly trail: Trail;
  readonly clock: ReturnType<typeof testClock>;
  call(path: string, call?: Call): Promise<Answer>;
}

const tokens = new Map<string, Promise<string>>();
const tokenOf = (app: string) => {
  const known = tokens.get(app) ?? signToken({ appid: app });
  tokens.set(app, known);
  return known;
};

/** An organisation with an administrator, two people and a narrow role; `call` signs in as the administrator unless told. */
export function createOrg(options: Partial<DataverseOptions> = {}): Org {
  const trail = createTrail();
  const clock = testClock();
  const dataverse = createDataverse({
    origin: ORIGIN,
    authority: AUTHORITY,
    tenantId: TENANT,
    issuers: [ISSUER],
    jwks: async () => jwks,
    findServicePrincipal: (appId) => {
      const names: Record<string, string> = {
        [ADMIN_APP]: 'admin',
        [PIPELINE_APP]: 'video-pipeline',
        [OTHER_APP]: 'other',
      };
      const displayName = names[appId];
      return displayName
        ? { id: appId.replace('aaaaaaaa', 'eeeeeeee'), displayName, accountEnabled: true }
        : undefined;
    },
    clock,
    trail,
    tables: [VIDEO, CHANNEL],
    roles: [
      {
        name: 'Video contributor',
        privileges: { prvCreatecwl_Video: 'Basic', prvReadcwl_Video: 'Basic', prvWritecwl_Video: 'Basic' },
      },
      {
        name: 'Video pipeline',
        privileges: {
          prvReadUser: 'Global',
          prvCreatecwl_Video: 'Global',
          prvReadcwl_Video: 'Global',
          prvWritecwl_Video: 'Global',
          prvActOnBehalfOfAnotherUser: 'Global',
        },
      },
    ],
    users: [
      {
        fullname: 'Adele Vance',
        internalemailaddress: "adele.o'brien@example.com",
        id: ADELE,
        entraObjectId: ADELE_OBJECT,
        roles: ['Video contributor'],
      },
      {
        fullname: 'Alex Wilber',
        internalemailaddress: 'alex@example.com',
        id: ALEX,
        entraObjectId: 'cccccccc-0000-4000-8000-000000000002',
      },
    ],
    administrators: [{ applicationId: ADMIN_APP }],
    ...options,
  });
  return {
    dataverse,
    trail,
    clock,
    async call(path, { method = 'GET', body, headers = {}, app = ADMIN_APP } = {}) {
      const response = await dataverse.fetch(
        new Request(path.startsWith('http') ? path : `${ORIGIN}/api/data/v9.2/${path}`, {
          method,
          headers: {
            Authorization: `Bearer ${await tokenOf(app)}`,
            ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
            ...headers,
          },
          ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
        }),
      );
      const text = await response.text();
      const json = response.headers.get('Content-Type')?.startsWith('application/json')
        ? JSON.parse(text)
        : {};
      const { error = { code: 'none', message: 'none' }, value = [] } = json;
      return { status: response.status, headers: response.headers, text, json, error, value };
    },
  };
}

/** The id in an `OData-EntityId` header. */
export const createdId = (answer: Answer): string =>
  /\(([0-9a-f-]{36})\)$/.exec(answer.headers.get('OData-EntityId') ?? '')?.[1] ?? '';

/** Creates the pipeline's application user and gives it roles, as an administrator would. */
export async function addApplicationUser(
  org: Org,
  app: string,
  roles: readonly string[] = [],
): Promise<string> {
  const units = await org.call('businessunits?$select=businessunitid&$filter=parentbusinessunitid eq null');
  const unit = units.value[0]?.['businessunitid'];
  const created = await org.call('systemusers', {
    method: 'POST',
    body: { applicationid: app, 'businessunitid@odata.bind': `/businessunits(${String(unit)})` },
  });
  const id = createdId(created);
  for (const name of roles) {
    const found = await org.call(`roles?$select=roleid&$filter=name eq '${name}'`);
    await org.call(`systemusers(${id})/systemuserroles_association/$ref`, {
      method: 'POST',
      body: { '@odata.id': `${ORIGIN}/api/data/v9.2/roles(${String(found.value[0]?.['roleid'])})` },
    });
  }
  return id;
}
