import { createHash } from 'node:crypto';
import { DeployError } from './error.ts';
import type { DeployableTemplate } from './template.ts';

/** What a request may hold, and what S3 may hold for it, in bytes of UTF-8. */
const MAX_BODY = 51_200;
const MAX_OBJECT = 1_000_000;

/** How a template goes to CloudFormation. */
export interface TemplateDelivery {
  readonly by: 'request' | 's3';
  readonly body: string;
  readonly bytes: number;
  /** The name of the object in S3: the same for the same text. */
  readonly key: string;
}

/**
 * Chooses the most legible of a template's texts that fits the request, else S3's.
 * Throws {@link DeployError} `TemplateTooLarge` where none fits.
 */
export function deliver(json: DeployableTemplate, text: string | undefined): TemplateDelivery {
  const minified = JSON.stringify(json);
  const texts = [...(text === undefined ? [] : [text]), JSON.stringify(json, null, 2), minified];
  for (const [by, most] of [
    ['request', MAX_BODY],
    ['s3', MAX_OBJECT],
  ] as const) {
    const body = texts.find((one) => Buffer.byteLength(one) <= most);
    if (body !== undefined) return { by, body, bytes: Buffer.byteLength(body), key: keyOf(body) };
  }
  throw new DeployError(
    'TemplateTooLarge',
    `The template has ${Buffer.byteLength(minified)} bytes without white space; CloudFormation takes ${MAX_OBJECT}.`,
    'Move inline code to files (--code), or split the stack.',
  );
}

function keyOf(body: string): string {
  const extension = body.trimStart().startsWith('{') ? 'json' : 'yaml';
  return `templates/${createHash('sha256').update(body).digest('hex')}.${extension}`;
}
