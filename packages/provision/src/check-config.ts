import type { SetupConfig } from './config.ts';
import { ProvisionError } from './errors.ts';

const MOST_DAYS = 36_500;

/** Throws `ProvisionError` `ERR_PROVISION_CONFIG` for what could not be honoured, before anything is asked or changed. */
export function checkConfig(config: SetupConfig, connectedTo: string): void {
  const { environment, app, role } = config;
  if (!URL.canParse(environment) || new URL(environment).origin !== new URL(connectedTo).origin) {
    throw refuse(
      `environment is ${environment}, but the Dataverse client is connected to ${connectedTo}. Connect it to the configured environment.`,
    );
  }
  const { days } = app.secret;
  if (!(days > 0 && days <= MOST_DAYS)) throw refuse(`app.secret.days is ${days}; a secret lives some days.`);
  for (const [what, name] of [
    ['app.name', app.name],
    ['app.secret.name', app.secret.name],
    ['role.name', role.name],
  ] as const) {
    if (name.trim() === '') throw refuse(`${what} is blank, and nothing could be found again by it.`);
  }
}

const refuse = (message: string) => new ProvisionError('ERR_PROVISION_CONFIG', message);
