import { type Context, refused, report } from './context.ts';
import { member, shown } from './json.ts';

const version = '2010-09-09';
const page = 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/format-version-structure.html';

/** Checks the version of the format and the description. */
export function checkHead(context: Context): void {
  const given = member(context.template, 'AWSTemplateFormatVersion');
  if (given !== undefined && given !== version)
    report(context, ['AWSTemplateFormatVersion'], {
      id: 'ValueNotAllowed',
      severity: 'error',
      message: `There is no template format of version ${shown(given)}.`,
      cause: refused,
      fix: `Write "${version}", or leave it out.`,
      patch: [{ op: 'replace', path: ['AWSTemplateFormatVersion'], value: version }],
      documentation: page,
    });
  const description = member(context.template, 'Description');
  if (description !== undefined && typeof description !== 'string')
    report(context, ['Description'], {
      id: 'WrongType',
      severity: 'error',
      message: 'The description of the template is no text.',
      cause: refused,
      fix: 'Write a literal text: it takes no function.',
    });
}
