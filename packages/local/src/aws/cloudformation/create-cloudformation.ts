import type { Clock } from '../../clock.ts';
import type { Kernel, Service } from '../service.ts';
import type { Engine } from './engine/deployment.ts';
import { createHistory } from './engine/history.ts';
import { changeSetOperations } from './operations/change-set-operations.ts';
import type { Surface } from './operations/dependencies.ts';
import { driftOperations } from './operations/drift-operations.ts';
import { readOperations } from './operations/read-operations.ts';
import { stackOperations } from './operations/stack-operations.ts';
import { templateOperations } from './operations/template-operations.ts';
import { resourceRegistry } from './resources/registry.ts';
import type { ServiceRoles } from './service-roles.ts';

/** What CloudFormation needs of its surroundings. */
export interface CloudFormationDependencies {
  readonly kernel: Kernel;
  readonly clock: Clock;
  /** For stacks with a RoleARN: whether CloudFormation may assume it, and sessions of it. */
  readonly identity: ServiceRoles;
}

/**
 * AWS CloudFormation: stacks, change sets and drift over the other services, which it calls with the rights of
 * whoever asks (or of the stack's role), so that IAM decides each call and a denial fails the resource.
 *
 * Work goes on after an operation has answered; `kernel.track` counts it. Errors are CloudFormation's own:
 * `ValidationError`, `AlreadyExistsException`, `InsufficientCapabilitiesException`, `ChangeSetNotFound`,
 * `InvalidChangeSetStatus`. Resource types, properties, template sections and options that are not built are
 * refused; nothing is accepted and ignored. Tags of a stack go onto its resources, the `aws:` tags do not.
 *
 * @example
 * const cloudformation = createCloudFormation({ kernel, clock, identity });
 * await kernel.call(admin, 'cloudformation', 'CreateStack', { StackName: 'app', TemplateBody: body });
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/Welcome.html
 */
export function createCloudFormation({ kernel, clock, identity }: CloudFormationDependencies): Service {
  const engine: Engine = {
    kernel,
    types: resourceRegistry,
    history: createHistory(clock),
    stacks: new Map(),
  };
  const surface: Surface = { engine, roles: identity, clock };
  return {
    table: 'cloudformation',
    operations: {
      ...stackOperations(surface),
      ...changeSetOperations(surface),
      ...readOperations(surface),
      ...templateOperations(surface),
      ...driftOperations(surface),
    },
  };
}
