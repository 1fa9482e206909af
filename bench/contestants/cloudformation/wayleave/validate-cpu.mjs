// Writes what the first validate() of a process takes, in milliseconds of CPU, and how much it found.
import { Policy, Role } from '@wayleave/cloudformation/aws/iam';
import { LambdaFunction, Permission } from '@wayleave/cloudformation/aws/lambda';
import { Topic } from '@wayleave/cloudformation/aws/sns';
import { referenceStack } from './stack.mjs';

const t = referenceStack({ LambdaFunction, Permission, Policy, Role, Topic });
const before = process.cpuUsage();
const errors = t.validate().filter(({ severity }) => severity === 'error').length;
const { user, system } = process.cpuUsage(before);
process.stdout.write(JSON.stringify({ cpu: (user + system) / 1000, errors }));
