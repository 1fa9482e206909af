/** The families of services; each has a colour. */
export type Family = 'messages' | 'compute' | 'storage' | 'identity' | 'events' | 'other';

/** A simple drawing of what a kind of resource does, on a field of 24 by 24, in strokes. */
export interface Glyph {
  readonly family: Family;
  readonly strokes: string;
}

const waves: Glyph = {
  family: 'messages',
  strokes:
    '<circle cx="12" cy="12" r="2"/><path d="M8 16a5.7 5.7 0 0 1 0-8M16 8a5.7 5.7 0 0 1 0 8M5.2 18.8a9.6 9.6 0 0 1 0-13.6M18.8 5.2a9.6 9.6 0 0 1 0 13.6"/>',
};
const slabs: Glyph = {
  family: 'messages',
  strokes:
    '<rect x="3" y="6.5" width="4.6" height="11" rx="1.3"/><rect x="9.7" y="6.5" width="4.6" height="11" rx="1.3"/><rect x="16.4" y="6.5" width="4.6" height="11" rx="1.3"/>',
};
const braces: Glyph = {
  family: 'compute',
  strokes:
    '<path d="M9 4.5H8A2.5 2.5 0 0 0 5.5 7v2.5A2.5 2.5 0 0 1 3 12a2.5 2.5 0 0 1 2.5 2.5V17A2.5 2.5 0 0 0 8 19.5h1M15 4.5h1A2.5 2.5 0 0 1 18.5 7v2.5A2.5 2.5 0 0 0 21 12a2.5 2.5 0 0 0-2.5 2.5V17a2.5 2.5 0 0 1-2.5 2.5h-1"/><path d="M10 12h4"/>',
};
const bucket: Glyph = {
  family: 'storage',
  strokes:
    '<ellipse cx="12" cy="6" rx="7.5" ry="2.3"/><path d="m4.5 6 2 12.5c.3 1.2 2.5 2 5.5 2s5.2-.8 5.5-2L19.5 6"/>',
};
const grid: Glyph = {
  family: 'storage',
  strokes: '<rect x="4" y="5" width="16" height="14" rx="1.5"/><path d="M4 9.7h16M4 14.3h16M10 9.7V19"/>',
};
const shield: Glyph = {
  family: 'identity',
  strokes:
    '<path d="M12 3 5 5.7V11c0 4.6 2.9 7.8 7 9.7 4.1-1.9 7-5.1 7-9.7V5.7z"/><circle cx="12" cy="9.8" r="2"/><path d="M8.6 15.7c.7-1.7 1.9-2.5 3.4-2.5s2.7.8 3.4 2.5"/>',
};
const person: Glyph = {
  family: 'identity',
  strokes: '<circle cx="12" cy="8" r="3.5"/><path d="M5 20c.8-4 3.3-6 7-6s6.2 2 7 6"/>',
};
const key: Glyph = {
  family: 'identity',
  strokes: '<circle cx="8" cy="16" r="4"/><path d="m11 13 8.5-8.5M16 8l3 3M13.3 10.7l2 2"/>',
};
const page: Glyph = {
  family: 'other',
  strokes: '<path d="M6 3.5h8.5L18.5 7.5v13H6z"/><path d="M14.5 3.5v4h4M9 12h6.5M9 15h6.5M9 18h4"/>',
};
const bolt: Glyph = { family: 'events', strokes: '<path d="M13 3 5 13.5h6L10 21l8.5-11H12z"/>' };
const hexagon: Glyph = {
  family: 'other',
  strokes: '<path d="m12 3.5 7.5 4.3v8.4L12 20.5l-7.5-4.3V7.8z"/><circle cx="12" cy="12" r="2.6"/>',
};
const cloud: Glyph = {
  family: 'other',
  strokes: '<path d="M7 18.5a4 4 0 0 1-.6-7.95A5.5 5.5 0 0 1 17 9.6a4.5 4.5 0 0 1 .3 8.9z"/>',
};
const cube: Glyph = {
  family: 'other',
  strokes: '<path d="m12 3.5 7.5 4v9l-7.5 4-7.5-4v-9z"/><path d="m4.5 7.5 7.5 4 7.5-4M12 11.5v9"/>',
};

const byType: readonly (readonly [RegExp, Glyph])[] = [
  [/^AWS::SNS::/, waves],
  [/^AWS::(SQS|Kinesis|KinesisFirehose)::/, slabs],
  [/^AWS::(Lambda|Serverless|StepFunctions|ECS|EC2)::/, braces],
  [/^AWS::S3::/, bucket],
  [/^AWS::(DynamoDB|RDS)::/, grid],
  [/^AWS::IAM::(User|Group)/, person],
  [/^AWS::IAM::/, shield],
  [/^AWS::(KMS|SecretsManager|SSM)::/, key],
  [/^AWS::Logs::/, page],
  [/^AWS::(Events|Scheduler|Pipes|CloudWatch)::/, bolt],
  [/^service$/, hexagon],
  [/^outside$/, cloud],
];

/** The drawing for a resource type, `service` or `outside`. */
export function glyphOf(type: string): Glyph {
  return byType.find(([pattern]) => pattern.test(type))?.[1] ?? cube;
}
