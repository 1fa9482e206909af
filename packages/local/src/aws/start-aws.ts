import type { Clock } from '../clock.ts';
import type { Trail } from '../trail.ts';
import { createCloudFormation } from './cloudformation/create-cloudformation.ts';
import { createAws } from './create-aws.ts';
import { createLambda, type LambdaService } from './lambda/create-lambda.ts';
import type { InvocationOutcome } from './lambda/execution/invoker.ts';
import { createLogs } from './logs/create-logs.ts';
import { createS3 } from './s3/create-s3.ts';
import { createSns, type SnsService } from './sns/create-sns.ts';
import type { Delivery } from './sns/delivery/delivery.ts';
import { createSigning } from './sns/delivery/signing.ts';
import { createSqs } from './sqs/create-sqs.ts';

export interface LocalAwsOptions {
  readonly origin: string;
  readonly clock: Clock;
  readonly trail: Trail;
  readonly region?: string;
  readonly accountId?: string;
  /** Further variables of every function's process. */
  readonly functionEnvironment: Readonly<Record<string, string>>;
  /** For the functions' code; the caller makes and removes it. */
  readonly workDirectory: string;
}

/** AWS with all the services that are built. */
export interface LocalAws {
  fetch(request: Request): Promise<Response>;
  readonly region: string;
  readonly accountId: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  deliveries(): readonly Delivery[];
  invocations(): readonly InvocationOutcome[];
  settled(): Promise<void>;
  stop(): Promise<void>;
}

/** Puts the services together over one kernel. */
export function startAws(options: LocalAwsOptions): LocalAws {
  const { origin, clock, trail, functionEnvironment, workDirectory, ...place } = options;
  const signing = createSigning({ certUrl: `${origin}/SimpleNotificationService.pem`, now: clock.now });
  let lambda: LambdaService | undefined;
  let sns: SnsService | undefined;
  const aws = createAws({
    ...place,
    origin,
    clock,
    trail,
    services: [
      (kernel) => createLogs({ kernel, clock }),
      (kernel) => createSqs({ kernel, clock, origin }),
      (kernel) => createS3({ kernel, clock, origin }),
      (kernel, deps) => {
        lambda = createLambda({
          kernel,
          clock,
          identity: deps.identity,
          endpoint: () => origin,
          environment: functionEnvironment,
          workDirectory,
        });
        return lambda;
      },
      (kernel) => {
        sns = createSns({ kernel, clock, endpoint: origin, signing });
        return sns;
      },
      (kernel, { identity }) => createCloudFormation({ kernel, clock, identity }),
    ],
  });
  const { accessKeyId, secretAccessKey } = aws.administrator;
  return {
    async fetch(request) {
      if (request.url !== signing.certUrl) return aws.fetch(request);
      // Anybody may fetch it, as on AWS: subscribers check signatures with it.
      return new Response(await signing.certificate(), {
        headers: { 'content-type': 'application/x-pem-file' },
      });
    },
    region: aws.kernel.region,
    accountId: aws.kernel.accountId,
    credentials: { accessKeyId, secretAccessKey },
    deliveries: () => sns?.deliveries() ?? [],
    invocations: () => lambda?.invocations() ?? [],
    settled: aws.settled,
    stop: async () => {
      sns?.stop();
      await lambda?.stop();
    },
  };
}
