import { sub, template } from '@wayleave/cloudformation';
import { Bucket } from '@wayleave/cloudformation/aws/s3';

const t = template('A bucket that serves a website');

const bucket = t.add(
  'S3Bucket',
  Bucket({
    AccessControl: 'PublicRead',
    WebsiteConfiguration: { IndexDocument: 'index.html', ErrorDocument: 'error.html' },
  }),
);
t.output('WebsiteURL', bucket.WebsiteURL, { Description: 'Where the website is' });
t.output('S3BucketSecureURL', sub`http://${bucket.DomainName}`, { Description: 'Where the objects are' });

export default t;
