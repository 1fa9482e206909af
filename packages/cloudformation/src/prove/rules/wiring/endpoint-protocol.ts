import type { Finding } from '../../../finding.ts';
import { hasToken } from '../../model/tokens.ts';
import type { Audit } from '../audit/audit.ts';
import { finding } from '../rule.ts';

/** What each protocol wants for an endpoint, as words and as a test. */
const WANTED: Readonly<Record<string, readonly [words: string, fits: (endpoint: string) => boolean]>> = {
  lambda: ['the ARN of a function', (endpoint) => isArnOf('lambda', endpoint)],
  sqs: ['the ARN of a queue', (endpoint) => isArnOf('sqs', endpoint)],
  firehose: ['the ARN of a delivery stream', (endpoint) => isArnOf('firehose', endpoint)],
  application: ['the ARN of an endpoint of a mobile app', (endpoint) => isArnOf('sns', endpoint)],
  http: ['a URL that begins with http://', (endpoint) => endpoint.startsWith('http://')],
  https: ['a URL that begins with https://', (endpoint) => endpoint.startsWith('https://')],
  email: ['an e-mail address', (endpoint) => endpoint.includes('@')],
  'email-json': ['an e-mail address', (endpoint) => endpoint.includes('@')],
  sms: ['a phone number', (endpoint) => /^\+?[\d\s().-]+$/.test(endpoint)],
};

function isArnOf(service: string, endpoint: string): boolean {
  const [arn, , named] = endpoint.split(':', 3);
  return arn === 'arn' && named === service;
}

/** Subscriptions whose endpoint is not what their protocol wants. */
export function endpointProtocol(audit: Audit): readonly Finding[] {
  return audit.subscriptions().flatMap(({ protocol, endpoint, path, wiredBy }) => {
    const wanted = Object.hasOwn(WANTED, protocol) ? WANTED[protocol] : undefined;
    if (wanted === undefined || endpoint === '' || wanted[1](endpoint)) return [];
    const { world } = audit;
    const known = world.resourceOf(endpoint);
    // A hop to a function or a queue is denied, and says so.
    if (known !== undefined && (protocol === 'lambda' || protocol === 'sqs')) return [];
    if (known === undefined && hasToken(endpoint)) return [];
    return [
      finding(audit, wiredBy, {
        id: 'EndpointProtocol',
        severity: 'error',
        message: `The endpoint of a subscription by ${protocol} is ${world.show(endpoint)}.`,
        cause: `SNS refuses it: ${protocol} wants ${wanted[0]}.`,
        fix: `Give ${wanted[0]}, or the protocol that fits.`,
        path,
        documentation: 'https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html',
      }),
    ];
  });
}
