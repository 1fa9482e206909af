import type { Client } from '@wayleave/dataverse';
import { checkConfig } from './check-config.ts';
import type { SetupConfig } from './config.ts';
import type { GraphClient } from './graph/graph-client.ts';
import { setupSteps } from './steps/setup-steps.ts';
import type { Found, Step, StepContext, StepId } from './steps/step.ts';
import { type PatienceOptions, untilReplicated } from './until-replicated.ts';

export interface SetupConnections {
  /** Signed in with `Application.ReadWrite.OwnedBy` at least. */
  readonly graph: GraphClient;
  /** Signed in as somebody who may create roles and users. */
  readonly dataverse: Client;
  /** Gets one token for the environment with these; how Entra's answer to a new secret is found out. */
  readonly requestToken: (clientId: string, clientSecret: string) => Promise<unknown>;
}

export interface SetupOptions {
  /** Steps that somebody else sees to (another team owns Entra, say): neither looked at nor changed. */
  readonly except?: readonly StepId[];
  /** How long to wait for Entra and Graph to know what was just made, in milliseconds; 120,000 by default. */
  readonly patienceMs?: number;
  readonly onStep?: (outcome: StepOutcome) => void;
  readonly now?: () => number;
  readonly sleep?: (ms: number) => Promise<void>;
}

/** How a step went. `skipped`: excepted, or a step it builds on is not there. */
export interface StepOutcome {
  readonly step: StepId;
  readonly title: string;
  readonly change: 'none' | 'create' | 'update' | 'skipped';
  readonly detail: string;
  readonly ms: number;
}

export interface SetupResult {
  readonly steps: readonly StepOutcome[];
  readonly found: Readonly<Found>;
}

/** Says what `applySetup` would do, and changes nothing. Fails as the services it asks fail. */
export function planSetup(
  config: SetupConfig,
  connections: SetupConnections,
  options: SetupOptions = {},
): Promise<SetupResult> {
  return run(config, connections, options, 'plan');
}

/**
 * Brings the Microsoft side into the configured state: app registration, service principal, secret, security
 * role with exactly the configured privileges, application user, role assignment. Each step looks first, so
 * running it twice changes nothing. Rejects with `ProvisionError` `ERR_PROVISION_CONFIG` for a
 * configuration that cannot be honoured. It stops at the first refusal, with the refusing service's own error
 * (`ProvisionError`, `EntraError`, `DataverseError`), and can be run again.
 *
 * @example
 * const { found } = await applySetup(config, connections, { onStep: ({ title, change }) => console.log(title, change) });
 */
export function applySetup(
  config: SetupConfig,
  connections: SetupConnections,
  options: SetupOptions = {},
): Promise<SetupResult> {
  return run(config, connections, options, 'apply');
}

type Mode = 'plan' | 'apply';

async function run(
  config: SetupConfig,
  connections: SetupConnections,
  options: SetupOptions,
  mode: Mode,
): Promise<SetupResult> {
  checkConfig(config, connections.dataverse.url);
  const { now = Date.now, sleep = systemSleep, except = [], onStep } = options;
  const patience: PatienceOptions = { now, sleep, ...pick(options.patienceMs) };
  const found: Found = {};
  const context: StepContext = {
    config,
    graph: connections.graph,
    dataverse: connections.dataverse,
    requestToken: connections.requestToken,
    untilReplicated: (ask) => untilReplicated(ask, patience),
    now,
    found,
  };
  const steps: StepOutcome[] = [];
  const missing = new Set<StepId>(except);
  for (const step of setupSteps) {
    const startedAt = now();
    const outcome = await runStep(step, context, except, missing, mode);
    const finished = { step: step.id, title: step.title, ...outcome, ms: now() - startedAt };
    steps.push(finished);
    onStep?.(finished);
  }
  return { steps, found };
}

async function runStep(
  step: Step,
  context: StepContext,
  except: readonly StepId[],
  missing: Set<StepId>,
  mode: Mode,
): Promise<Pick<StepOutcome, 'change' | 'detail'>> {
  if (except.includes(step.id)) return { change: 'skipped', detail: 'left to somebody else' };
  const lacking = step.needs.filter((id) => missing.has(id));
  const leftOut: Pick<StepOutcome, 'change' | 'detail'> = {
    change: 'skipped',
    detail: `needs ${lacking.join(', ')}`,
  };
  // What a plan leaves unmade, it cannot look behind.
  if (mode === 'plan' && lacking.length > 0) {
    missing.add(step.id);
    return lacking.every((id) => except.includes(id)) ? leftOut : { ...leftOut, change: 'create' };
  }
  try {
    const inspection = await step.inspect(context);
    if (inspection.state === 'present') return { change: 'none', detail: inspection.detail };
    if (mode === 'plan') missing.add(step.id);
    const detail = mode === 'plan' ? inspection.detail : await step.change(context);
    return { change: inspection.state === 'absent' ? 'create' : 'update', detail };
  } catch (error) {
    if (lacking.length === 0 || !isMissing(error)) throw error;
    missing.add(step.id);
    return leftOut;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_PROVISION_MISSING';
}

function pick(patienceMs: number | undefined): { patienceMs?: number } {
  return patienceMs === undefined ? {} : { patienceMs };
}

function systemSleep(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
