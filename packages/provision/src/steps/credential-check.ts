import { need } from './found.ts';
import type { Step } from './step.ts';

/**
 * Waits until Entra accepts a secret that was just made. New objects reach all of Entra's replicas only after
 * some seconds, and until then a right secret is refused as a wrong one.
 */
export const credentialCheck: Step = {
  id: 'credential-check',
  title: 'Credential accepted by Entra',
  needs: ['client-secret'],
  inspect({ found }) {
    return Promise.resolve(
      found.clientSecret === undefined
        ? { state: 'present', detail: 'the secret is older than this run; not checked' }
        : { state: 'absent', detail: 'a token for the environment' },
    );
  },
  async change({ requestToken, untilReplicated, found }) {
    const [clientId, secret] = [need(found, 'clientId'), need(found, 'clientSecret')];
    await untilReplicated(() => requestToken(clientId, secret));
    return 'Entra issued a token for the environment';
  },
};
