import { strToU8, zipSync } from 'fflate';
import { PropertyError } from './properties.ts';

const MAX_BYTES = 4 * 1024 * 1024;
/** Zip entries need a date; one for all keeps the same code the same package. */
const DATE = new Date('2020-01-01T00:00:00');

/**
 * The deployment package of inline code: one file named `index`.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-code.html
 */
export function inlineCode(source: string, runtime: string): Uint8Array {
  const extension = runtime.startsWith('nodejs') ? 'js' : runtime.startsWith('python') ? 'py' : undefined;
  if (extension === undefined) {
    throw new PropertyError('ZipFile can only be used when Runtime is set to either of nodejs, python.');
  }
  const bytes = strToU8(source);
  if (bytes.length > MAX_BYTES) throw new PropertyError('Inline code is larger than 4 MB.');
  if (/require\(\s*['"]cfn-response['"]\s*\)|^import cfnresponse$/m.test(source)) {
    throw new PropertyError('The cfn-response module of inline code is not built in local CloudFormation.');
  }
  return zipSync({ [`index.${extension}`]: bytes }, { mtime: DATE });
}
