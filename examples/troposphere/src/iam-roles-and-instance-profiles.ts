import { template } from '@wayleave/cloudformation';
import { InstanceProfile, Role } from '@wayleave/cloudformation/aws/iam';
import { assumedBy } from './assumed-by.ts';

const t = template('A role for instances, and the profile that gives it to them');

const role = t.add('CFNRole', Role({ AssumeRolePolicyDocument: assumedBy('ec2.amazonaws.com') }));
t.add('CFNInstanceProfile', InstanceProfile({ Roles: [role.ref] }));

export default t;
