/** Generates what is not committed: the CloudFormation resource types. Quick when nothing has changed. */
import '../packages/cloudformation/generator/main.ts';
