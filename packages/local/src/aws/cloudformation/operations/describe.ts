import { maskedParameters } from '../engine/desired.ts';
import type { ChangeSet, Stack, StackEvent, StackResource, Target } from '../engine/stack.ts';

function stackDrift({ drift }: Stack): object {
  if (drift === undefined) return { StackDriftStatus: 'NOT_CHECKED' };
  return { StackDriftStatus: drift.status, LastCheckTimestamp: new Date(drift.at) };
}

function resourceDrift({ drift }: Stack, logicalId: string): object {
  const found = drift?.resources.get(logicalId);
  if (found === undefined) return { StackResourceDriftStatus: 'NOT_CHECKED' };
  return { StackResourceDriftStatus: found.status, LastCheckTimestamp: new Date(found.at) };
}

/** A stack as DescribeStacks shows it. */
export function describeStack(stack: Stack): object {
  const { deployed } = stack;
  const gone = stack.status === 'DELETE_COMPLETE';
  const description = deployed?.template.description;
  return {
    StackId: stack.id,
    StackName: stack.name,
    ...(stack.changeSetId !== undefined && !gone && { ChangeSetId: stack.changeSetId }),
    ...(description !== undefined && { Description: description }),
    ...(deployed !== undefined &&
      deployed.parameters.size > 0 && { Parameters: describeParameters(deployed) }),
    CreationTime: new Date(stack.createdAt),
    ...(stack.deletedAt !== undefined && { DeletionTime: new Date(stack.deletedAt) }),
    ...(stack.updatedAt !== undefined && { LastUpdatedTime: new Date(stack.updatedAt) }),
    RollbackConfiguration: {},
    StackStatus: stack.status,
    ...(stack.statusReason !== undefined && { StackStatusReason: stack.statusReason }),
    DisableRollback: stack.disableRollback,
    NotificationARNs: [],
    ...(deployed !== undefined &&
      deployed.capabilities.length > 0 && { Capabilities: deployed.capabilities }),
    ...(stack.outputs.length > 0 &&
      !gone && {
        Outputs: stack.outputs.map(({ key, value, description: text, exportName }) => ({
          OutputKey: key,
          OutputValue: value,
          ...(text !== undefined && { Description: text }),
          ...(exportName !== undefined && { ExportName: exportName }),
        })),
      }),
    ...(deployed?.roleArn !== undefined && { RoleARN: deployed.roleArn }),
    Tags: deployed?.tags ?? [],
    ...(!gone && { EnableTerminationProtection: stack.terminationProtection }),
    DriftInformation: stackDrift(stack),
  };
}

export function summariseStack(stack: Stack): object {
  return {
    StackId: stack.id,
    StackName: stack.name,
    ...(stack.deployed?.template.description !== undefined && {
      TemplateDescription: stack.deployed.template.description,
    }),
    CreationTime: new Date(stack.createdAt),
    ...(stack.updatedAt !== undefined && { LastUpdatedTime: new Date(stack.updatedAt) }),
    ...(stack.deletedAt !== undefined && { DeletionTime: new Date(stack.deletedAt) }),
    StackStatus: stack.status,
    ...(stack.statusReason !== undefined && { StackStatusReason: stack.statusReason }),
    DriftInformation: stackDrift(stack),
  };
}

function describeParameters(target: Target): readonly object[] {
  return [...maskedParameters(target)].map(([ParameterKey, ParameterValue]) => ({
    ParameterKey,
    ParameterValue,
  }));
}

export function describeEvent(stack: Stack, event: StackEvent): object {
  return {
    StackId: stack.id,
    EventId: event.eventId,
    StackName: stack.name,
    LogicalResourceId: event.logicalId,
    PhysicalResourceId: event.physicalId,
    ResourceType: event.type,
    Timestamp: new Date(event.timestamp),
    ResourceStatus: event.status,
    ...(event.reason !== undefined && { ResourceStatusReason: event.reason }),
    ...(event.properties !== undefined && { ResourceProperties: event.properties }),
    ...(event.clientRequestToken !== undefined && { ClientRequestToken: event.clientRequestToken }),
  };
}

/** A resource in the three shapes that operations have for it. */
export function describeResource(
  stack: Stack,
  record: StackResource,
  shape: 'resource' | 'detail' | 'summary',
): object {
  const at = new Date(record.timestamp);
  return {
    ...(shape !== 'summary' && { StackName: stack.name, StackId: stack.id }),
    LogicalResourceId: record.logicalId,
    ...(record.resource !== undefined && { PhysicalResourceId: record.resource.physicalId }),
    ResourceType: record.type,
    ...(shape === 'resource' ? { Timestamp: at } : { LastUpdatedTimestamp: at }),
    ResourceStatus: record.status,
    ...(record.reason !== undefined && { ResourceStatusReason: record.reason }),
    ...(shape === 'detail' && record.metadata !== undefined && { Metadata: JSON.stringify(record.metadata) }),
    DriftInformation: resourceDrift(stack, record.logicalId),
  };
}

/** A change set as DescribeChangeSet shows it, without its changes. */
export function describeChangeSet(stack: Stack, changeSet: ChangeSet): object {
  const { target } = changeSet;
  return {
    ...summariseChangeSet(stack, changeSet),
    ...(target.parameters.size > 0 && { Parameters: describeParameters(target) }),
    NotificationARNs: [],
    RollbackConfiguration: {},
    Capabilities: target.capabilities,
    ...(target.tags.length > 0 && { Tags: target.tags }),
    ...(changeSet.onStackFailure !== undefined && { OnStackFailure: changeSet.onStackFailure }),
  };
}

export function summariseChangeSet(stack: Stack, changeSet: ChangeSet): object {
  return {
    StackId: stack.id,
    StackName: stack.name,
    ChangeSetId: changeSet.id,
    ChangeSetName: changeSet.name,
    ExecutionStatus: changeSet.executionStatus,
    Status: changeSet.status,
    ...(changeSet.statusReason !== undefined && { StatusReason: changeSet.statusReason }),
    CreationTime: new Date(changeSet.createdAt),
    ...(changeSet.description !== undefined && { Description: changeSet.description }),
    IncludeNestedStacks: false,
  };
}
