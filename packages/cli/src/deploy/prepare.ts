import { type DeployBucket, deployBucket, putOnce } from './bucket.ts';
import { type Capability, capabilitiesOf } from './capabilities.ts';
import type { Cloud } from './cloud.ts';
import { type CodePackage, packageCode } from './code/package-code.ts';
import { withCode } from './code/with-code.ts';
import { DeployError } from './error.ts';
import { flattened, withNestedUploaded } from './nested-upload.ts';
import type { DeployOptions } from './options.ts';
import { readPairs, readParameterFile, type Values } from './parameters.ts';
import type { Voice } from './say.ts';
import type { Shell } from './shell.ts';
import type { LoadedTemplate } from './template.ts';
import { deliver } from './template-body.ts';

/** What can be known before AWS is asked. */
export interface Prepared {
  readonly template: LoadedTemplate;
  readonly parameters: Values;
  readonly tags: Values;
  readonly packages: ReadonlyMap<string, CodePackage>;
}

const UNPLACED = 'wayleave-deploy';

/** Reads the template, the parameters and the code. */
export async function prepare(shell: Shell, options: DeployOptions): Promise<Prepared> {
  const { parametersFile: file } = options;
  const fromFile = file === undefined ? {} : readParameterFile(await readText(shell, file), file);
  const parameters = { ...fromFile, ...readPairs(options.parameters, '--parameters') };
  const tags = readPairs(options.tags, '--tag');
  const packages = new Map<string, CodePackage>();
  for (const [logicalId, path] of Object.entries(readPairs(options.code, '--code'))) {
    packages.set(logicalId, await packageCode(path));
  }
  const loaded = await shell.load(options.template, {
    ...(options.export !== undefined && { export: options.export }),
  });
  const template = placed(loaded, packages, options.bucket ?? UNPLACED);
  return { template, parameters, tags, packages };
}

function placed(
  loaded: LoadedTemplate,
  packages: ReadonlyMap<string, CodePackage>,
  bucket: string,
): LoadedTemplate {
  if (packages.size === 0) return loaded;
  const locations = new Map([...packages].map(([id, { key }]) => [id, { S3Bucket: bucket, S3Key: key }]));
  // The file's own text has other code.
  const { text: _text, ...rest } = loaded;
  return { ...rest, json: withCode(loaded.json, locations) };
}

async function readText(shell: Shell, file: string): Promise<string> {
  return shell.readFile(file).catch((cause: unknown) => {
    throw new DeployError('BadParameters', `${file} cannot be read.`, 'Name a file that there is.', {
      cause,
    });
  });
}

/** A template whose code and text are where CloudFormation can read them. */
export interface Delivered {
  readonly template: LoadedTemplate;
  readonly request: { readonly TemplateBody: string } | { readonly TemplateURL: string };
}

/** Puts code, the templates of nested stacks, and a template that no request can hold, into S3. */
export async function upload(
  cloud: Cloud,
  prepared: Prepared,
  options: DeployOptions,
  { say }: Voice,
): Promise<Delivered> {
  const { packages } = prepared;
  let bucket: DeployBucket | undefined;
  const need = async () => {
    bucket ??= await deployBucket(cloud, {
      create: options.createBucket,
      ...(options.bucket !== undefined && { named: options.bucket }),
    });
    return bucket;
  };
  let { template } = prepared;
  for (const [logicalId, { key, zip, files }] of packages) {
    const target = await need();
    const fresh = await putOnce(cloud, target, key, zip, 'application/zip');
    const what = `${files} ${files === 1 ? 'file' : 'files'}, ${zip.length} bytes`;
    say(`Code of ${logicalId}: ${what} in s3://${target.name}/${key}${fresh ? '' : ' (there already)'}\n`);
    template = placed(template, packages, target.name);
  }
  const { nested } = template;
  if (nested !== undefined) {
    const json = await withNestedUploaded(template.json, nested, async (stack, body, key) => {
      const target = await need();
      const fresh = await putOnce(cloud, target, key, body, typeOf(key));
      say(
        `Template of ${stack}: ${sizeOf(body)} in s3://${target.name}/${key}${fresh ? '' : ' (there already)'}\n`,
      );
      return cloud.storage.urlOf(target.name, key);
    });
    const { text: _text, ...rest } = template; // it has the files' names
    if (json !== template.json) template = { ...rest, json };
  }
  const delivery = deliver(template.json, template.text);
  if (delivery.by === 'request') return { template, request: { TemplateBody: delivery.body } };
  const target = await need();
  const fresh = await putOnce(cloud, target, delivery.key, delivery.body, typeOf(delivery.key));
  say(
    `Template: ${delivery.bytes} bytes in s3://${target.name}/${delivery.key}${fresh ? '' : ' (there already)'}\n`,
  );
  return { template, request: { TemplateURL: cloud.storage.urlOf(target.name, delivery.key) } };
}

function typeOf(key: string): string {
  return key.endsWith('.json') ? 'application/json' : 'application/yaml';
}

function sizeOf(text: string): string {
  return `${Buffer.byteLength(text)} bytes`;
}

/** The capabilities of a request: what the template needs and what the user adds. */
export function allCapabilities(
  template: LoadedTemplate,
  given: readonly string[],
): { readonly names: readonly string[]; readonly needed: readonly Capability[] } {
  const { json, nested } = template;
  const needed = capabilitiesOf(nested === undefined ? json : flattened(json, nested));
  return { names: [...new Set([...needed.map(({ name }) => name), ...given])], needed };
}
