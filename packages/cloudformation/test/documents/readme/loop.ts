import { template } from '@wayleave/cloudformation';
import { Topic } from '@wayleave/cloudformation/aws/sns';

const t = template('Loop');

// #region loop
const topics = t.forEach('Topics', ['Succeeded', 'Failed'], (each) =>
  each.add(`Video${each.key}`, Topic({ DisplayName: each.item })),
);
t.output('FailedArn', topics.at('Failed').TopicArn);

// #endregion

export { t };
