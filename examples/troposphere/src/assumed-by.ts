import { allow, type PolicyDocument, type ServicePrincipal } from '@wayleave/cloudformation';

/** A trust policy without a version, as these stacks have it. */
export function assumedBy(...services: readonly ServicePrincipal[]): PolicyDocument {
  return { Statement: [allow({ actions: ['sts:AssumeRole'], principals: { Service: services } })] };
}
