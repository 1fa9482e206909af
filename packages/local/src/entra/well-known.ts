/** Application ids and role ids that are the same in every tenant. */

/** Microsoft Graph. */
export const graphAppId = '00000003-0000-0000-c000-000000000000';
export const graphIdentifier = 'https://graph.microsoft.com';

/** "Dynamics CRM": the one resource behind every Dataverse environment of a tenant. */
export const dataverseAppId = '00000007-0000-0000-c000-000000000000';

/** The tenant in which Microsoft's own applications are registered. */
export const microsoftTenantId = 'f8cdef31-a31e-4b4a-93e4-5f571e91255a';

/** Application permissions of Microsoft Graph that the local Graph knows. */
export type GraphRole =
  | 'Application.Read.All'
  | 'Application.ReadWrite.All'
  | 'Application.ReadWrite.OwnedBy'
  | 'Directory.Read.All'
  | 'Organization.Read.All';

/** @see https://learn.microsoft.com/graph/permissions-reference */
export const graphRoleIds: Readonly<Record<GraphRole, string>> = {
  'Application.Read.All': '9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30',
  'Application.ReadWrite.All': '1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9',
  'Application.ReadWrite.OwnedBy': '18a4783c-866b-4cc7-a460-3d5e5662c884',
  'Directory.Read.All': '7ab1d382-f21e-4acd-a863-ba3e13f7da61',
  'Organization.Read.All': '498476ce-e0fe-48b0-b801-37ba7e2685c6',
};
