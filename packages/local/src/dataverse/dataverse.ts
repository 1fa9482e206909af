import { DataverseError, notBuilt } from './errors.ts';
import { sequentialIds, stableId } from './metadata/ids.ts';
import { buildModel, type Model } from './metadata/model.ts';
import type { DataverseOptions } from './options.ts';
import type { Exchange, Organization } from './organization.ts';
import type { Row } from './reads/row-json.ts';
import { errorResponse } from './responses.ts';
import { route } from './routes.ts';
import { type Asked, createAsked } from './security/asked.ts';
import { actAs, signIn } from './security/caller.ts';
import { buildCatalogue } from './security/privileges.ts';
import { tokenVerifier } from './security/token.ts';
import { seed } from './seed/seed.ts';
import { createStore } from './store/store.ts';
import { toJson } from './store/values.ts';
import { resolveUnconfirmed } from './unconfirmed.ts';

export interface Dataverse {
  fetch(request: Request): Promise<Response>;
  /** The rows of an entity set as the Web API writes them, without asking anybody's rights. For tests. */
  rows(entitySet: string): Promise<Row[]>;
  /** The tables, with their columns and navigation properties. */
  readonly metadata: Model;
}

function createOrganization(options: DataverseOptions): Organization {
  const model = buildModel(options.tables ?? []);
  const table = (name: string) => {
    const found = model.table(name);
    if (!found) throw new Error(`The table ${name} is missing.`);
    return found;
  };
  const [origin = '', ...aliases] = [options.origin, ...(options.aliases ?? [])].map((url) =>
    url.replace(/\/+$/, '').toLowerCase(),
  );
  return {
    origin,
    origins: [origin, ...aliases],
    organizationId: options.organizationId ?? stableId('organization', origin),
    rootBusinessUnitId: stableId('businessunit', origin),
    tenantId: options.tenantId,
    model,
    tables: { systemUser: table('systemuser'), businessUnit: table('businessunit'), role: table('role') },
    store: createStore(model),
    catalogue: buildCatalogue(model),
    unconfirmed: resolveUnconfirmed(options.unconfirmed),
    clock: options.clock,
    newId: sequentialIds(() => options.clock.now()),
    findServicePrincipal: (appId) => options.findServicePrincipal(appId),
  };
}

// Headers that would change what a request does and are not built: refused, never ignored.
const UNSUPPORTED_HEADERS = [
  'MSCRM.SolutionUniqueName',
  'MSCRM.BypassCustomPluginExecution',
  'MSCRM.BypassBusinessLogicExecution',
  'MSCRM.SessionToken',
];

function refuseHeaders(headers: Headers): void {
  for (const name of UNSUPPORTED_HEADERS) if (headers.has(name)) throw notBuilt(`The header ${name}`);
  if (headers.get('MSCRM.SuppressDuplicateDetection')?.toLowerCase() === 'false') {
    throw notBuilt('Duplicate detection');
  }
}

// A body that is no JSON stays text: authentication comes first, and who needs an object refuses it then.
async function readBody(request: Request): Promise<unknown> {
  const text = await request.text();
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** What the real service takes; how it refuses more is not published. */
const LONGEST_URL = 32_768;

const VERSIONED = /^\/api\/data\/v9\.[012](\/.*)?$/;

/**
 * A local Dataverse organisation: the Web API as a `fetch` handler that refuses what the real one refuses.
 *
 * Throws {@link DataverseSetupError} when a table, role, user or administrator of the options cannot be.
 *
 * ```ts
 * const dataverse = createDataverse({ origin: 'https://127.0.0.1:8444', ...entra, clock: systemClock, trail });
 * const answer = await dataverse.fetch(new Request('https://127.0.0.1:8444/api/data/v9.2/WhoAmI'));
 * answer.status; // 401: no token
 * ```
 *
 * @see https://learn.microsoft.com/power-apps/developer/data-platform/webapi/overview
 */
export function createDataverse(options: DataverseOptions): Dataverse {
  const org = createOrganization(options);
  seed(org, options);
  const { origins } = org;
  const verify = tokenVerifier({
    audiences: origins,
    issuers: options.issuers,
    tenantId: options.tenantId,
    authority: options.authority.replace(/\/+$/, ''),
    origin: org.origin,
    jwks: () => options.jwks(),
    clock: options.clock,
  });

  async function answer(request: Request, asked: Asked): Promise<Response> {
    const verified = await verify(request.headers.get('Authorization'));
    if (!verified.ok) {
      const question = {
        principal: 'anonymous',
        action: 'sign-in',
        resource: org.origin,
        decidedBy: verified.why,
      };
      asked.refuse(question, verified.error);
      throw verified.error;
    }
    const url = new URL(request.url);
    const body = await readBody(request);
    // From here on everything is synchronous: one request is one transaction.
    return org.store.atomically(() => {
      const application = signIn(org, verified.token, asked);
      refuseHeaders(request.headers);
      const caller = actAs(org, application, request.headers, asked);
      if (request.url.length > LONGEST_URL) throw notBuilt(`A URL of more than ${LONGEST_URL} characters`);
      const path = VERSIONED.exec(url.pathname);
      if (!path) throw notBuilt(`The path ${url.pathname}`);
      const base = origins.includes(url.origin) ? url.origin : org.origin;
      const exchange: Exchange = {
        org,
        caller,
        asked,
        method: request.method,
        root: `${base}${url.pathname.slice(0, '/api/data/v9.2'.length)}`,
        url,
        headers: request.headers,
        body,
      };
      return route(exchange, path[1] ?? '');
    });
  }

  return {
    async fetch(request) {
      const asked = createAsked(options.trail, options.clock);
      try {
        return await answer(request, asked);
      } catch (error) {
        if (error instanceof DataverseError) return errorResponse(error);
        throw error;
      } finally {
        asked.finish();
      }
    },
    async rows(entitySet) {
      const table = org.model.entitySet(entitySet);
      if (!table) throw new Error(`There is no entity set ${entitySet}.`);
      const stored = org.store.all(org.store.sql.selectFrom(table.name).selectAll().orderBy(table.key));
      return stored.map((row) =>
        Object.fromEntries(
          table.columns.map((column) => [column.property, toJson(column, row[column.name] ?? null)]),
        ),
      );
    },
    metadata: org.model,
  };
}
