import {
  type Action,
  allow,
  deny,
  later,
  type PolicyDocument,
  type ResourceArn,
  template,
} from '@wayleave/cloudformation';
import { User } from '@wayleave/cloudformation/aws/iam';

const t = template();

t.add(
  'myuser',
  User({
    Path: '/',
    LoginProfile: { Password: 'myP@ssW0rd' },
    Policies: [
      { PolicyName: 'giveaccesstoqueueonly', PolicyDocument: only('sqs:*', later.getAtt('myqueue', 'Arn')) },
      { PolicyName: 'giveaccesstotopiconly', PolicyDocument: only('sns:*', later.ref('mytopic')) },
    ],
  }),
);

/** Everything on one resource, and nothing of the service on any other. */
function only(action: Action, resource: ResourceArn): PolicyDocument {
  const { Resource, ...elsewhere } = deny({ actions: [action], resources: [resource] });
  return {
    Statement: [
      allow({ actions: [action], resources: [resource] }),
      { ...elsewhere, ...(Resource === undefined ? {} : { NotResource: Resource }) },
    ],
  };
}

export default t;
