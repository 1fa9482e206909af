import { Policy, Role } from '@wayleave/cloudformation/aws/iam';
import { LambdaFunction, Permission } from '@wayleave/cloudformation/aws/lambda';
import { Topic } from '@wayleave/cloudformation/aws/sns';
import { referenceStack } from './stack.mjs';

const t = referenceStack({ LambdaFunction, Permission, Policy, Role, Topic });
process.stdout.write(JSON.stringify(t.toJson()));
