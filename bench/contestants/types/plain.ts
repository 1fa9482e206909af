// The floor: nothing but the compiler's own library.
const topic = { Type: 'AWS::SNS::Topic', Properties: { DisplayName: 'Uploaded videos' } } as const;
const fn = {
  Type: 'AWS::Lambda::Function',
  Properties: {
    Code: { ZipFile: 'exports.handler = () => {};' },
    Handler: 'index.handler',
    Runtime: 'nodejs22.x',
    Role: 'arn:aws:iam::123456789012:role/example',
  },
} as const;
export const template = { Resources: { Uploads: topic, Function: fn } };
