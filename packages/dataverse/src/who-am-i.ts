import { unreadable } from './errors/answer.ts';
import { nameOf, type Operation, type Outgoing } from './outgoing.ts';
import { objectBody } from './reply.ts';

/** Who the service takes the caller for. */
export interface WhoAmI {
  readonly userId: string;
  readonly businessUnitId: string;
  readonly organizationId: string;
}

export function whoAmI(apiRoot: string): Operation<WhoAmI> {
  const outgoing: Outgoing = { method: 'GET', url: `${apiRoot}WhoAmI` };
  return {
    ...outgoing,
    read(reply) {
      const at = nameOf(outgoing);
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
    },
  };
}
