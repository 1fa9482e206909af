// #region narrow
import { grantsBeyond, smallestStatement } from '@wayleave/iam';

const arn = 'arn:aws:sts::111122223333:assumed-role/video/session';
const role = { type: 'assumed-role', arn } as const;
const group = 'arn:aws:logs:us-east-1:111122223333:log-group:/aws/lambda/video:*';
const asked = [
  { principal: role, action: 'logs:CreateLogStream', resource: group },
  { principal: role, action: 'logs:PutLogEvents', resource: group },
];
const wide = { Effect: 'Allow', Action: 'logs:*', Resource: 'arn:aws:logs:*:*:*' } as const;

for (const { text } of grantsBeyond(wide, asked)) console.log(text);
// logs:* allows every action of logs; asked for are logs:CreateLogStream, logs:PutLogEvents
// arn:aws:logs:*:*:* is all that fits; asked for is arn:aws:logs:us-east-1:111122223333:log-group:/aws/lambda/video:*

const [statement] = smallestStatement(asked, { kind: 'identity' });

// { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: group }
// #endregion

export { group, statement };
