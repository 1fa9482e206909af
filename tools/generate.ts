/** Generates what is not committed: CloudFormation's resource types, IAM's actions. Quick when nothing has changed. */
import '../packages/cloudformation/generator/main.ts';
import '../packages/cloudformation/generator/iam/main.ts';
