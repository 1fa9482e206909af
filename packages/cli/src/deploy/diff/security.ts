/** Types whose very existence says who may do what, or who may reach what. */
const TYPES =
  /^AWS::(?:IAM::.+|Lambda::(?:Permission|LayerVersionPermission|Url)|KMS::(?:Key|Grant|ReplicaKey)|[A-Za-z0-9]+::[A-Za-z]*Policy|EC2::SecurityGroup.*|EC2::NetworkAcl.*|SSO::.+|RAM::.+|Organizations::Policy)$/;

const PROPERTIES =
  /^(?:.*Polic(?:y|ies)(?:Document|Arns)?|.*Role(?:Arn|ARN)?|Permission.*|PublicAccessBlock.*|AccessControl|.*Kms.*|.*Encryption.*|SecurityGroup.*|AuthorizationType|AuthType)$/;

/** Queues and subscriptions send what they cannot deliver where these say; no rights are in them. */
const HARMLESS = new Set([
  'RedrivePolicy',
  'FilterPolicy',
  'DeliveryPolicy',
  'ReplayPolicy',
  'ArchivePolicy',
]);

/** Why a change matters for security: the type itself, or the properties that do. */
export function securityReasons(type: string, properties: readonly string[]): readonly string[] {
  const names = [...new Set(properties.map((path) => path.split('.')[0] ?? path))];
  return [
    ...(TYPES.test(type) ? [type] : []),
    ...names.filter((name) => PROPERTIES.test(name) && !HARMLESS.has(name)),
  ];
}
