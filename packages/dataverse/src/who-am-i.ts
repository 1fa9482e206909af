import { unreadable } from './errors/answer.ts';
import { type Operation, operation } from './outgoing.ts';
import { objectBody } from './reply.ts';

/** Who the service takes the caller for. */
export interface WhoAmI {
  readonly userId: string;
  readonly businessUnitId: string;
  readonly organizationId: string;
}

export function whoAmI(apiRoot: string): Operation<WhoAmI> {
  return operation({ method: 'GET', url: `${apiRoot}WhoAmI` }, (reply, outgoing) => {
    const body = objectBody(reply, outgoing);
    const id = (name: string) => {
      const value = body[name];
      if (typeof value === 'string') return value;
      throw unreadable(reply, outgoing, `without ${name}`);
    };
    return {
      userId: id('UserId'),
      businessUnitId: id('BusinessUnitId'),
      organizationId: id('OrganizationId'),
    };
  });
}
