import { TemplateError } from '../error.ts';
import type { TemplateJson } from '../template-json.ts';

/**
 * Throws `InlineCodeHandler` or `InlineCodeRuntime` for a function whose `ZipFile` Lambda could not run: it
 * becomes a file named `index` and exists for Node.js and Python only.
 *
 * @see https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-code.html
 */
export function checkInlineCode(template: TemplateJson): void {
  for (const [logicalId, resource] of Object.entries(template.Resources)) {
    if (resource.Type !== 'AWS::Lambda::Function') continue;
    const { Code: code, Handler: handler, Runtime: runtime } = resource.Properties ?? {};
    if (typeof code !== 'object' || code === null || !('ZipFile' in code)) continue;
    const path = `Resources.${logicalId}.Properties`;
    if (handler === undefined || (typeof handler === 'string' && !handler.startsWith('index.')))
      throw new TemplateError('InlineCodeHandler', `Inline code is index, not ${handler ?? 'absent'}.`, {
        fix: 'Name the exported function of the file index, such as index.handler.',
        logicalId,
        path: `${path}.Handler`,
      });
    if (runtime === undefined || (typeof runtime === 'string' && !/^(nodejs|python)/.test(runtime)))
      throw new TemplateError('InlineCodeRuntime', `Inline code cannot run on ${runtime ?? 'no runtime'}.`, {
        fix: 'Use a Node.js or Python runtime, or S3Bucket and S3Key.',
        logicalId,
        path: `${path}.Runtime`,
      });
  }
}
