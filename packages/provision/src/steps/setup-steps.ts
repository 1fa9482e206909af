import { application } from './application.ts';
import { applicationUser } from './application-user.ts';
import { clientSecret } from './client-secret.ts';
import { credentialCheck } from './credential-check.ts';
import { impersonationPrivilege } from './impersonation-privilege.ts';
import { roleAssignment } from './role-assignment.ts';
import { rolePrivileges } from './role-privileges.ts';
import { securityRole } from './security-role.ts';
import { servicePrincipal } from './service-principal.ts';
import type { Step } from './step.ts';

/** The whole set-up, in order. */
export const setupSteps: readonly Step[] = [
  application,
  servicePrincipal,
  clientSecret,
  credentialCheck,
  securityRole,
  rolePrivileges,
  impersonationPrivilege,
  applicationUser,
  roleAssignment,
];
