/** The services whose resource types are generated, by the spec's short name; each becomes `aws/<name>`. */
export const services: readonly string[] = ['iam', 'lambda', 'logs', 's3', 'sns', 'sqs'];
