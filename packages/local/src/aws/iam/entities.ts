import type { PolicyDocument } from '@wayleave/iam';
import type { Caller } from '../service.ts';

/** A policy as it was written and as it is evaluated. */
export interface StoredDocument {
  readonly text: string;
  readonly document: PolicyDocument;
}

/** What users and roles have in common: a name, an ARN and permissions. */
export interface Principal {
  readonly path: string;
  readonly arn: string;
  readonly createDate: Date;
  /** Inline policies by name. */
  readonly inline: Map<string, StoredDocument>;
  /** ARNs of attached managed policies. */
  readonly attached: Set<string>;
  /** ARN of the managed policy that bounds the permissions. */
  boundary?: string;
  tags: ReadonlyMap<string, string>;
}

export interface User extends Principal {
  readonly userName: string;
  readonly userId: string;
}

export interface Role extends Principal {
  readonly roleName: string;
  readonly roleId: string;
  trust: StoredDocument;
  description?: string;
  maxSessionDuration: number;
}

export interface ManagedPolicy {
  readonly policyName: string;
  readonly policyId: string;
  readonly path: string;
  readonly arn: string;
  readonly createDate: Date;
  readonly description?: string;
  readonly document: StoredDocument;
  /** AWS's own policies cannot be changed or deleted. */
  readonly awsManaged: boolean;
  readonly tags: ReadonlyMap<string, string>;
}

export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly userName: string;
  status: 'Active' | 'Inactive';
  readonly createDate: Date;
}

/** Temporary credentials and who they speak for. */
export interface Session {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
  readonly caller: Caller;
}

/** What SigV4 needs to know about an access key. */
export interface Credential {
  readonly secretAccessKey: string;
  readonly caller: Caller;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}
