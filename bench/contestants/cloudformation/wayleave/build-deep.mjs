import { Policy } from '@wayleave/cloudformation/aws/iam/policy';
import { Role } from '@wayleave/cloudformation/aws/iam/role';
import { Function as LambdaFunction } from '@wayleave/cloudformation/aws/lambda/function';
import { Permission } from '@wayleave/cloudformation/aws/lambda/permission';
import { Topic } from '@wayleave/cloudformation/aws/sns/topic';
import { referenceStack } from './stack.mjs';

const t = referenceStack({ LambdaFunction, Permission, Policy, Role, Topic });
process.stdout.write(JSON.stringify(t.toJson({ validate: false })));
