import type { FunctionCalls } from '../cloud.ts';
import { once, type Settings } from './settings.ts';

/** Lambda through the AWS SDK. */
export function functionCalls(
  settings: Settings,
  abortSignal: AbortSignal,
  opened: (client: { destroy(): void }) => void,
): FunctionCalls {
  const load = once(async () => {
    const sdk = await import('@aws-sdk/client-lambda');
    const client = new sdk.LambdaClient(settings);
    opened(client);
    return { sdk, client };
  });
  const options = { abortSignal };
  return {
    async updateCode(FunctionName, code) {
      const { sdk, client } = await load();
      const location =
        'zip' in code
          ? { ZipFile: code.zip }
          : { S3Bucket: code.bucket, S3Key: code.key, S3ObjectVersion: code.version };
      await client.send(new sdk.UpdateFunctionCodeCommand({ FunctionName, ...location }), options);
    },
    async updateStatus(FunctionName) {
      const { sdk, client } = await load();
      const { LastUpdateStatus, LastUpdateStatusReason: reason } = await client.send(
        new sdk.GetFunctionConfigurationCommand({ FunctionName }),
        options,
      );
      return { status: LastUpdateStatus ?? 'Successful', ...(reason !== undefined && { reason }) };
    },
  };
}
