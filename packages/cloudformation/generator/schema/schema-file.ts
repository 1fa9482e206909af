/** The file of a resource type's schema: `AWS::SNS::Topic` → `aws-sns-topic.json`. */
export function schemaFile(type: string): string {
  return `${type.replaceAll('::', '-').toLowerCase()}.json`;
}
