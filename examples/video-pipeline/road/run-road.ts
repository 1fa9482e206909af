import { readFile } from 'node:fs/promises';
import type { Local } from '@wayleave/local';
import { videoPipeline } from '../stack.ts';
import { aftermath } from './aftermath.ts';
import type { Break } from './breaks.ts';
import { uploaderEmail } from './people.ts';
import type { Progress } from './progress.ts';
import { type HopResult, readHops } from './read-hops.ts';
import { awsClients } from './stages/aws-clients.ts';
import { bundleHandler } from './stages/bundle.ts';
import { deploy, type StackOutputs, uploadCode } from './stages/deploy.ts';
import { readBack, type VideoRecord } from './stages/read-back.ts';
import { publish, signInAsUploader, uploadClip } from './stages/send.ts';
import { type Administration, connectAsAdministrator, setUpMicrosoftSide } from './stages/set-up.ts';

/** How the road went. */
export interface RoadResult {
  readonly hops: readonly HopResult[];
  readonly record: VideoRecord | undefined;
  /** Bytes of the handler's bundle and of its zip. */
  readonly bundle: { readonly bytes: number; readonly zipBytes: number };
  readonly outputs: StackOutputs;
  readonly consentUrl: string;
  /** What becomes of the message, where it did not get through. */
  readonly aftermath: string | undefined;
  /** What a stage failed with, where the road ended before the message was sent. */
  readonly failure: Error | undefined;
}

export interface RoadOptions {
  readonly local: Local;
  readonly exampleRoot: URL;
  readonly progress: Progress;
  readonly broken?: Break | undefined;
}

/** An old secret, of the right form and unknown to Entra. */
const staleSecret = 'Old8Q~the.secret.of.an.earlier.deployment';

/** Sets everything up, sends one video through and looks where it came out. */
export async function runRoad(options: RoadOptions): Promise<RoadResult> {
  const { local } = options;
  const administration = connectAsAdministrator(local);
  const result = { bundle: { bytes: 0, zipBytes: 0 }, outputs: {}, consentUrl: '', clientId: '' };
  let record: VideoRecord | undefined;
  let failure: Error | undefined;
  try {
    record = await walk(options, administration, result);
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error));
  } finally {
    administration.close();
  }
  const { clientId, ...found } = result;
  const hops = readHops({ decisions: local.decisions(), deliveries: local.aws.deliveries(), clientId });
  const left = aftermath(local.aws.deliveries(), local.aws.invocations());
  return { ...found, hops, record, aftermath: left, failure };
}

async function walk(
  { local, exampleRoot, progress, broken }: RoadOptions,
  administration: Administration,
  result: { bundle: RoadResult['bundle']; outputs: StackOutputs; consentUrl: string; clientId: string },
): Promise<VideoRecord | undefined> {
  const microsoft = await progress.stage(
    'setUp',
    'Set up the Microsoft side: app, role, application user',
    () => setUpMicrosoftSide(local, administration, broken?.exceptSteps),
  );
  result.consentUrl = microsoft.consentUrl;
  result.clientId = microsoft.clientId;
  progress.note(`admin consent, for other tenants: ${microsoft.consentUrl}`);
  if (broken === undefined) {
    const again = await progress.stage('setUpAgain', 'Set it up again: nothing may change', () =>
      setUpMicrosoftSide(local, administration),
    );
    const changed = again.steps.filter(({ change }) => change !== 'none');
    progress.note(`${again.steps.length} steps looked at, ${changed.length} changed`);
  }

  const bundle = await progress.stage('bundle', 'Bundle the handler', () => bundleHandler(exampleRoot));
  result.bundle = { bytes: bundle.bytes, zipBytes: bundle.zip.length };
  progress.note(`${kilobytes(bundle.bytes)}, zipped ${kilobytes(bundle.zip.length)}`);

  const administrator = awsClients(local);
  try {
    const stack = await progress.stage('deploy', 'Deploy the AWS side by a change set', async () => {
      await uploadCode(administrator, bundle.zip);
      return deploy(administrator, videoPipeline(broken?.withoutPieces), {
        DataverseUrl: local.dataverse.url,
        EntraAuthority: local.entra.url,
        EntraTenantId: local.entra.tenantId,
        EntraClientId: microsoft.clientId,
        EntraClientSecret: broken?.staleSecret === true ? staleSecret : microsoft.clientSecret,
      });
    });
    const { outputs, resources } = stack;
    result.outputs = outputs;
    progress.note(`${resources.length} resources, in this order: ${resources.join(', ')}`);

    const uploader = await signInAsUploader(local, administrator, outputs);
    try {
      const clip = await progress.stage('upload', 'Upload the clip to S3', async () =>
        uploadClip(uploader, outputs, await readFile(new URL('clip/clip.mp4', exampleRoot))),
      );
      const message = { ...clip, uploadedBy: uploaderEmail };
      await progress.stage('send', 'Publish on SNS; the function runs', async () => {
        await publish(uploader, outputs, message);
        await local.settled();
      });
      if (broken === undefined) {
        await progress.stage('sendAgain', 'Publish the same message again: still one record', async () => {
          await publish(uploader, outputs, message);
          await local.settled();
        });
      }
      return await progress.stage('readBack', 'Read the record back', () =>
        readBack(administration.dataverse, clip),
      );
    } finally {
      uploader.close();
    }
  } finally {
    administrator.close();
  }
}

function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 1000)} kB`;
}
