import { allow, join, policyDocument, template } from '@wayleave/cloudformation';

/**
 * The reference stack, several times over, with the factories of `aws/<service>` or of `aws/<service>/<type>`.
 *
 * @param {any} factories
 */
export function referenceStack({ LambdaFunction, Permission, Policy, Role, Topic }) {
  const t = template();
  for (let copy = 0; copy < Number(process.argv[2]); copy += 1) {
    const id = copy === 0 ? '' : copy;
    const role = t.add(
      `Role${id}`,
      Role({
        AssumeRolePolicyDocument: policyDocument(
          allow({ actions: ['sts:AssumeRole'], principals: { Service: ['lambda.amazonaws.com'] } }),
        ),
      }),
    );
    t.add(
      `Policy${id}`,
      Policy({
        PolicyName: 'logs',
        Roles: [role.ref],
        PolicyDocument: policyDocument(allow({ actions: ['logs:*'], resources: ['arn:aws:logs:*:*:*'] })),
      }),
    );
    const fn = t.add(
      `Function${id}`,
      LambdaFunction({
        Code: {
          ZipFile: join('\n', [
            'import json',
            'def handler(event, context):',
            '    print(json.dumps(event))',
          ]),
        },
        Handler: 'index.handler',
        Runtime: 'python3.13',
        Role: role.Arn,
      }),
    );
    const topic = t.add(`Topic${id}`, Topic({ Subscription: [{ Protocol: 'lambda', Endpoint: fn.Arn }] }));
    t.add(
      `Permission${id}`,
      Permission({
        Action: 'lambda:InvokeFunction',
        FunctionName: fn.Arn,
        Principal: 'sns.amazonaws.com',
        SourceArn: topic.ref,
      }),
    );
  }
  return t;
}
