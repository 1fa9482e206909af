import { type ConnectionSettings, send } from './connection.ts';
import { unreadable } from './errors/read-error.ts';
import { objectBody } from './reply.ts';
import { resolvePath } from './target.ts';

/** Who the service takes the caller for. */
export interface WhoAmI {
  readonly userId: string;
  readonly businessUnitId: string;
  readonly organizationId: string;
}

export async function whoAmI(settings: ConnectionSettings): Promise<WhoAmI> {
  const url = resolvePath(settings.environment, 'WhoAmI');
  const reply = await send(settings, { method: 'GET', url });
  const at = `GET ${url.pathname}`;
  const body = objectBody(reply, at);
  const id = (name: string) => {
    const value = body[name];
    if (typeof value === 'string') return value;
    throw unreadable({ ...reply, text: '' }, { at }, `without ${name}`);
  };
  return {
    userId: id('UserId'),
    businessUnitId: id('BusinessUnitId'),
    organizationId: id('OrganizationId'),
  };
}
