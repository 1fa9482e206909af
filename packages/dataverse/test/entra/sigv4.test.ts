import { describe, expect, it } from 'vitest';
import { signedHeaders } from '../../src/entra/sigv4.ts';

/** The keys of AWS's own examples. */
const KEYS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY' };
const SESSION =
  'AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGd==';

describe('a signature, as the AWS SDK for JavaScript makes it', () => {
  it.each([
    [
      'of a form',
      {
        host: 'example.amazonaws.com',
        body: 'Param1=value1',
        region: 'us-east-1',
        service: 'service',
        time: Date.parse('2015-08-30T12:36:00Z'),
      },
      KEYS,
      {
        'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
        'x-amz-date': '20150830T123600Z',
        authorization:
          'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=2f3b42f35f135abf9c562afcbbc44fc03df96dcfd4332ecebad8b39a7d4b6125',
      },
    ],
    [
      'with a session token, within a second',
      {
        host: 'sts.eu-central-1.amazonaws.com',
        body: 'Action=GetWebIdentityToken&Version=2011-06-15&Audience.member.1=api%3A%2F%2FAzureADTokenExchange&SigningAlgorithm=RS256&DurationSeconds=300',
        region: 'eu-central-1',
        service: 'sts',
        time: Date.parse('2026-11-23T00:00:00.123Z'),
      },
      { ...KEYS, sessionToken: SESSION },
      {
        'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
        'x-amz-date': '20261123T000000Z',
        'x-amz-security-token': SESSION,
        authorization:
          'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261123/eu-central-1/sts/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-security-token, Signature=d1818c533d8a776cb31dcd04488bcafe7e8f821ddc2c7df270cf9cb5db2143f1',
      },
    ],
    [
      'of nothing, for a host with a port',
      {
        host: '127.0.0.1:8443',
        body: '',
        region: 'us-west-2',
        service: 'sts',
        time: Date.parse('2026-02-28T23:59:59Z'),
      },
      KEYS,
      {
        'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
        'x-amz-date': '20260228T235959Z',
        authorization:
          'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260228/us-west-2/sts/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature=2127b8256b0a7b2c963e1ce74d4ed836e5977d3e07a1f6d70e0d8919ddf0bc2e',
      },
    ],
  ])('%s', (_, post, keys, headers) => {
    expect(signedHeaders(post, keys)).toEqual(headers);
  });
});
