import { allow, policyDocument, template } from '@wayleave/cloudformation';
import { AccessKey, Group, Policy, User, UserToGroupAddition } from '@wayleave/cloudformation/aws/iam';

const t = template('A user with an access key, in two groups, one of which may read stacks');

const user = t.add('CFNUser', User({ LoginProfile: { Password: 'Password' } }));
const users = t.add('CFNUserGroup', Group());
const admins = t.add('CFNAdminGroup', Group());
const keys = t.add('CFNKeys', AccessKey({ Status: 'Active', UserName: user.ref }));

t.add('Users', UserToGroupAddition({ GroupName: users.ref, Users: [user.ref] }));
t.add('Admins', UserToGroupAddition({ GroupName: admins.ref, Users: [user.ref] }));
t.add(
  'CFNUserPolicies',
  Policy({
    PolicyName: 'CFNUsers',
    Groups: [admins.ref],
    PolicyDocument: policyDocument(
      allow({
        actions: ['cloudformation:Describe*', 'cloudformation:List*', 'cloudformation:Get*'],
        resources: ['*'],
      }),
    ),
  }),
);

t.output('AccessKey', keys.ref, { Description: 'The id of the access key' });
t.output('SecretKey', keys.SecretAccessKey, { Description: 'The secret of the access key' });

export default t;
