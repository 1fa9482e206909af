import { App, Stack } from 'aws-cdk-lib';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';

const app = new App({ outdir: process.env['BENCH_OUT'] });
const stack = new Stack(app, 'Reference');
for (let copy = 0; copy < Number(process.argv[2]); copy += 1) {
  const id = copy === 0 ? '' : copy;
  const fn = new LambdaFunction(stack, `Function${id}`, {
    code: Code.fromInline('import json\ndef handler(event, context):\n    print(json.dumps(event))'),
    handler: 'index.handler',
    runtime: Runtime.PYTHON_3_13,
  });
  new Topic(stack, `Topic${id}`).addSubscription(new LambdaSubscription(fn));
}
process.stdout.write(JSON.stringify(app.synth().getStackByName('Reference').template));
