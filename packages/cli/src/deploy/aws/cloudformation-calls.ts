import type { StackResourceDrift } from '@aws-sdk/client-cloudformation';
import type { CloudFormationCalls } from '../cloud.ts';
import { errorCode, once, type Settings } from './settings.ts';

/** CloudFormation through the AWS SDK. */
export function cloudFormationCalls(
  settings: Settings,
  abortSignal: AbortSignal,
  opened: (client: { destroy(): void }) => void,
): CloudFormationCalls {
  const load = once(async () => {
    const sdk = await import('@aws-sdk/client-cloudformation');
    const client = new sdk.CloudFormationClient(settings);
    opened(client);
    return { sdk, client };
  });
  const options = { abortSignal };
  return {
    async describeStack(StackName) {
      const { sdk, client } = await load();
      try {
        const { Stacks } = await client.send(new sdk.DescribeStacksCommand({ StackName }), options);
        return Stacks?.[0];
      } catch (error) {
        if (isMissingStack(error)) return undefined;
        throw error;
      }
    },
    async createChangeSet(input) {
      const { sdk, client } = await load();
      const { Id: id = '', StackId: stackId = '' } = await client.send(
        new sdk.CreateChangeSetCommand(input),
        options,
      );
      return { id, stackId };
    },
    async describeChangeSet(ChangeSetName, IncludePropertyValues, NextToken) {
      const { sdk, client } = await load();
      return client.send(
        new sdk.DescribeChangeSetCommand({ ChangeSetName, IncludePropertyValues, NextToken }),
        options,
      );
    },
    async validationErrors(ChangeSetName) {
      const { sdk, client } = await load();
      const { OperationEvents = [] } = await client.send(
        new sdk.DescribeEventsCommand({ ChangeSetName, Filters: { FailedEvents: true } }),
        options,
      );
      return OperationEvents.filter(({ EventType }) => EventType === 'VALIDATION_ERROR');
    },
    async deleteChangeSet(ChangeSetName) {
      const { sdk, client } = await load();
      await client.send(new sdk.DeleteChangeSetCommand({ ChangeSetName }), options);
    },
    async changeSetsOf(StackName) {
      const { sdk, client } = await load();
      const { Summaries = [] } = await client.send(new sdk.ListChangeSetsCommand({ StackName }), options);
      return Summaries.map(({ ChangeSetName = '' }) => ChangeSetName);
    },
    async executeChangeSet(input) {
      const { sdk, client } = await load();
      await client.send(new sdk.ExecuteChangeSetCommand(input), options);
    },
    async cancelUpdate(StackName, ClientRequestToken) {
      const { sdk, client } = await load();
      await client.send(new sdk.CancelUpdateStackCommand({ StackName, ClientRequestToken }), options);
    },
    async deleteStack(StackName, ClientRequestToken, RoleARN) {
      const { sdk, client } = await load();
      await client.send(new sdk.DeleteStackCommand({ StackName, ClientRequestToken, RoleARN }), options);
    },
    async eventsOf(StackName, NextToken) {
      const { sdk, client } = await load();
      return client.send(new sdk.DescribeStackEventsCommand({ StackName, NextToken }), options);
    },
    async templateOf(StackName) {
      const { sdk, client } = await load();
      const { TemplateBody } = await client.send(
        new sdk.GetTemplateCommand({ StackName, TemplateStage: 'Original' }),
        options,
      );
      return TemplateBody;
    },
    async resourcesOf(StackName) {
      const { sdk, client } = await load();
      const { StackResources = [] } = await client.send(
        new sdk.DescribeStackResourcesCommand({ StackName }),
        options,
      );
      return StackResources;
    },
    async detectDrift(StackName) {
      const { sdk, client } = await load();
      const { StackDriftDetectionId = '' } = await client.send(
        new sdk.DetectStackDriftCommand({ StackName }),
        options,
      );
      return StackDriftDetectionId;
    },
    async driftDetection(StackDriftDetectionId) {
      const { sdk, client } = await load();
      return client.send(
        new sdk.DescribeStackDriftDetectionStatusCommand({ StackDriftDetectionId }),
        options,
      );
    },
    async resourceDrifts(StackName) {
      const { sdk, client } = await load();
      const all: StackResourceDrift[] = [];
      for (let NextToken: string | undefined, first = true; first || NextToken !== undefined; first = false) {
        const page = await client.send(
          new sdk.DescribeStackResourceDriftsCommand({ StackName, NextToken, MaxResults: 100 }),
          options,
        );
        all.push(...(page.StackResourceDrifts ?? []));
        NextToken = page.NextToken;
      }
      return all;
    },
  };
}

/** DescribeStacks has no error of its own for it. */
function isMissingStack(error: unknown): boolean {
  return (
    errorCode(error) === 'ValidationError' && error instanceof Error && /does not exist/.test(error.message)
  );
}
