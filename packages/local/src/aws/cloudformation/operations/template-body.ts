import type { Call, Kernel } from '../../service.ts';
import { AwsError } from '../../service.ts';
import { validationError } from '../template/errors.ts';

export interface TemplateSource {
  readonly TemplateBody?: string;
  readonly TemplateURL?: string;
}

const MAX_BODY = 51_200;
const MAX_OBJECT = 1_000_000;

/** The text of a template, from the request or from S3 with the rights of the caller. */
export async function templateBody(kernel: Kernel, input: TemplateSource, call: Call): Promise<string> {
  const { TemplateBody, TemplateURL } = input;
  if (TemplateBody !== undefined && TemplateURL !== undefined) {
    throw validationError('Either Template URL or Template Body must be specified, not both.');
  }
  if (TemplateBody !== undefined) {
    if (Buffer.byteLength(TemplateBody) <= MAX_BODY) return TemplateBody;
    throw validationError(
      `1 validation error detected: Value at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to ${MAX_BODY}`,
    );
  }
  if (TemplateURL === undefined)
    throw validationError('Either Template URL or Template Body must be specified.');
  const { Bucket, Key } = objectOf(TemplateURL);
  const text = await readObject(kernel, call, Bucket, Key);
  if (Buffer.byteLength(text) <= MAX_OBJECT) return text;
  throw validationError(`Template may not exceed ${MAX_OBJECT} bytes in size.`);
}

/** Path and virtual-hosted addresses of S3, of AWS itself or of the local one. */
function objectOf(url: string): { readonly Bucket: string; readonly Key: string } {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const path = decoded(parsed?.pathname.slice(1) ?? '');
  const virtual = /^(.+)\.s3[.-]/.exec(parsed?.hostname ?? '');
  const [first = '', ...rest] = path.split('/');
  const [Bucket, Key] = virtual?.[1] === undefined ? [first, rest.join('/')] : [virtual[1], path];
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol) || Bucket === '' || Key === '') {
    throw validationError('TemplateURL must be a supported URL.');
  }
  return { Bucket, Key };
}

async function readObject(kernel: Kernel, call: Call, Bucket: string, Key: string): Promise<string> {
  try {
    const { Body } = await kernel.call<{ Body?: unknown }>(call.caller, 's3', 'GetObject', { Bucket, Key });
    return await textOf(Body);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const text = error.code === 'AccessDenied' ? 'Access Denied' : error.message;
    throw validationError(
      `S3 error: ${text}\nFor more information check http://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html`,
    );
  }
}

async function textOf(body: unknown): Promise<string> {
  if (body instanceof Uint8Array) return Buffer.from(body).toString();
  if (body instanceof ReadableStream) return new Response(body).text();
  return '';
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return '';
  }
}
