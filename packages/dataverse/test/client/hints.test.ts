import { expect, it } from 'vitest';
import { clientTo } from '../support/client.ts';
import { rejection } from '../support/entra.ts';

/** What server-to-server calls meet: sign-in, users and roles, impersonation, rows, data mistakes, limits. */
const CODES = `
  0x80072560 0x80095ffc 0x80072561 0x80040225 0x80042f09 0x8004d24b 0x80040220 0x80040299 0x80048306 0x8004a110
  0x8004f504 0x8004f507 0x8004f502 0x8006088a 0x80048d19 0x80060888 0x80040217 0x80060891 0x80040237 0x80060892
  0x80040333 0x80060882 0x8006088d 0x80044331 0x80044330 0x8004431a 0x80048408 0x80040200 0x80040203 0x80040227
  0x8004022e 0x80040265 0x80040216 0x80040224 0x80044150 0x80044151 0x8004e023 0x8004430c 0x8004430d 0x8004430e
  0x8004112a 0x80041102 0x80041103 0x80072491 0x80044352 0x80044a02 0x80090017 0x8004a104
  0x80072322 0x80072321 0x80072326 0x8005f103`.match(/0x\w+/g);

it.each(CODES ?? [])('%s comes with what to do, however its letters are cased', async (code) => {
  const body = { error: { code: code.toUpperCase().replace('0X', '0x'), message: 'Words of the service.' } };
  const { client } = await clientTo(() => ({ status: 400, body }));
  const error = await rejection(client.whoAmI());
  expect(error).toMatchObject({ errorCode: code, hint: expect.stringMatching(/^[A-Z].{15,}\.$/) });
});
