import { Policy } from '@wayleave/cloudformation/aws/iam/policy';
import { Role } from '@wayleave/cloudformation/aws/iam/role';
import { Function as LambdaFunction } from '@wayleave/cloudformation/aws/lambda/function';
import { Permission } from '@wayleave/cloudformation/aws/lambda/permission';
import { Topic } from '@wayleave/cloudformation/aws/sns/topic';
import { prove } from '@wayleave/cloudformation/prove';
import { referenceStack } from './stack.mjs';

const t = referenceStack({ LambdaFunction, Permission, Policy, Role, Topic });
const json = t.toJson();
const { hops, proven } = prove(t);
if (!proven || hops.length === 0) throw new Error(`not proven: ${JSON.stringify(hops)}`);
process.stdout.write(JSON.stringify(json));
