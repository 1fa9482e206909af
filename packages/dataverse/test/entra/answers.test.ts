import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EntraError } from '../../src/entra/entra-error.ts';
import { redacter } from '../../src/entra/redact.ts';
import { readTokenAnswer } from '../../src/entra/token-answer.ts';

const read = (text: string, status = 200, headers: Record<string, string> = {}) =>
  readTokenAnswer({
    status,
    headers,
    text,
    askedAt: 1_000_000,
    subject: 'Token',
    redact: redacter(['s3cret']),
  });

const field = fc.oneof(
  fc.string(),
  fc.jsonValue(),
  fc.constantFrom('Bearer', 'AADSTS90002: x', 3600, '3600'),
);

describe('whatever a token endpoint answers', () => {
  it('is a usable token or an EntraError', async () => {
    const names = [
      'access_token',
      'expires_in',
      'token_type',
      'refresh_in',
      'error',
      'error_description',
      'error_codes',
      'trace_id',
    ];
    const body = fc.oneof(
      fc.string(),
      fc.json(),
      fc.dictionary(fc.constantFrom(...names), field).map((value) => JSON.stringify(value)),
    );
    await fc.assert(
      fc.asyncProperty(
        body,
        fc.constantFrom(200, 204, 302, 400, 401, 404, 429, 500, 503),
        async (text, status) => {
          try {
            const [token, end] = await read(text, status);
            expect(token).toMatch(/^[!-~]+$/);
            expect(end).toBeGreaterThan(1_000_000);
            expect(Number.isFinite(end)).toBe(true);
          } catch (error) {
            expect(error).toBeInstanceOf(EntraError);
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  it('never brings a secret into the error, in whatever field it comes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.string(), field),
        fc.constantFrom('error', 'error_description', 'trace_id'),
        async (body, name) => {
          const text = JSON.stringify({ ...body, access_token: undefined, [name]: 'it was s3cret' });
          try {
            await read(text, 400, { 'content-type': 's3cret' });
          } catch (error) {
            const { message, ...fields } = error as EntraError;
            expect(message + JSON.stringify(fields)).not.toContain('s3cret');
            return;
          }
          expect.unreachable();
        },
      ),
    );
  });

  it.each([
    ['a number', 3600],
    ['a text, as the v1.0 endpoint writes it', '3600'],
  ])('has a life that is %s', async (_, life) => {
    const text = JSON.stringify({
      access_token: 't',
      token_type: 'bearer',
      expires_in: life,
      refresh_in: life,
    });
    expect(await read(text)).toEqual(['t', 4_600_000, 4_600_000]);
  });

  it.each([[0], [-1], [''], [null], ['soon'], ['1e999'], [[]]])(
    'is refused with the life %j',
    async (life) => {
      const text = JSON.stringify({ access_token: 't', token_type: 'Bearer', expires_in: life });
      await expect(read(text)).rejects.toThrow(
        expect.objectContaining({ code: 'ERR_ENTRA_RESPONSE', status: 200 }),
      );
    },
  );

  it('is refused when the token is no bearer token', async () => {
    const text = JSON.stringify({ access_token: 't', token_type: 'pop', expires_in: 1 });
    await expect(read(text)).rejects.toThrow(expect.objectContaining({ code: 'ERR_ENTRA_RESPONSE' }));
  });

  it('is told with the address of a redirect, without its query', async () => {
    await expect(read('', 302, { location: 'https://portal.example/login?u=1' })).rejects.toThrow(
      /302 \(https:\/\/portal\.example\/login\)/,
    );
  });
});
