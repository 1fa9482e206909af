import { need } from './found.ts';
import type { Step } from './step.ts';

const DAY_MS = 86_400_000;

interface PasswordCredential {
  readonly displayName: string | null;
  readonly endDateTime: string;
}

/**
 * The client secret. One that bears the name and has not expired is kept: its value cannot be read again.
 * https://learn.microsoft.com/graph/api/application-addpassword
 */
export const clientSecret: Step = {
  id: 'client-secret',
  title: 'Client secret',
  needs: ['application'],
  async inspect({ graph, config, now, untilReplicated, found }) {
    const { name } = config.app.secret;
    const path = `/applications/${need(found, 'applicationObjectId')}?$select=passwordCredentials`;
    const { passwordCredentials } = await untilReplicated(() =>
      graph.get<{ passwordCredentials: readonly PasswordCredential[] }>(path),
    );
    const kept = passwordCredentials.find(
      (credential) => credential.displayName === name && Date.parse(credential.endDateTime) > now(),
    );
    if (kept === undefined) return { state: 'absent', detail: `client secret "${name}"` };
    return {
      state: 'present',
      detail: `client secret "${name}", valid until ${kept.endDateTime.slice(0, 10)}`,
    };
  },
  async change({ graph, config, now, untilReplicated, found }) {
    const { name, days } = config.app.secret;
    const endDateTime = new Date(now() + days * DAY_MS).toISOString();
    const path = `/applications/${need(found, 'applicationObjectId')}/addPassword`;
    const { secretText } = await untilReplicated(() =>
      graph.post<{ secretText: string }>(path, { passwordCredential: { displayName: name, endDateTime } }),
    );
    found.clientSecret = secretText;
    return `client secret "${name}", valid until ${endDateTime.slice(0, 10)}`;
  },
};
