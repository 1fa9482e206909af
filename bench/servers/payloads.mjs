// What the server answers, made once: 694 bytes for one record, 2.30 MB for 5,000, 4.96 MB with annotations.
import { SELECT } from '../contestants/rows/asked.mjs';

/** @param {number} number */
function plainRow(number) {
  const hex = number.toString(16).padStart(12, '0');
  const minute = String(number % 60).padStart(2, '0');
  return {
    '@odata.etag': `W/"${1_000_000 + number}"`,
    accountid: `00000000-0000-4000-8000-${hex}`,
    name: `Fabrikam Werke ${number} G.m.b.H.`,
    accountnumber: `ACC-${String(number).padStart(8, '0')}`,
    revenue: 1000.5 + number,
    emailaddress1: `office${number}@fabrikam.example.com`,
    telephone1: '+49 30 555 0100',
    statecode: 0,
    createdon: `2026-03-01T08:${minute}:00Z`,
    modifiedon: `2026-09-12T17:${minute}:30Z`,
    _ownerid_value: '11111111-2222-4333-8444-555555555555',
    description: '',
  };
}

/** @param {number} number */
function annotatedRow(number) {
  const row = plainRow(number);
  const display = 'OData.Community.Display.V1.FormattedValue';
  const lookup = 'Microsoft.Dynamics.CRM';
  return {
    ...row,
    [`revenue@${display}`]: `€${row.revenue}`,
    [`statecode@${display}`]: 'Active',
    [`createdon@${display}`]: '3/1/2026 8:00 AM',
    [`modifiedon@${display}`]: '9/12/2026 5:00 PM',
    [`_ownerid_value@${display}`]: 'Ada Lovelace',
    [`_ownerid_value@${lookup}.lookuplogicalname`]: 'systemuser',
    [`_ownerid_value@${lookup}.associatednavigationproperty`]: 'ownerid',
  };
}

/** The row with a description that makes its JSON as long as asked. @param {{ description: string }} row @param {number} bytes */
function padded(row, bytes) {
  const missing = bytes - Buffer.byteLength(JSON.stringify(row));
  return { ...row, description: 'Makes parts for pumps. '.repeat(40).slice(0, Math.max(0, missing)) };
}

const fiveThousand = Array.from({ length: 5000 }, (_, number) => number);

/** @param {string} origin */
export function payloads(origin) {
  const context = `${origin}/api/data/v9.2/$metadata#accounts(${SELECT.join(',')})`;
  const page = (/** @type {readonly object[]} */ value) => ({ '@odata.context': context, value });
  const around = Buffer.byteLength(JSON.stringify({ '@odata.context': `${context}/$entity` })) - 1;
  const envelope = Buffer.byteLength(JSON.stringify(page([])));
  const texts = {
    row: { '@odata.context': `${context}/$entity`, ...padded(plainRow(1), 694 - around) },
    one: page([padded(plainRow(1), 694 - envelope)]),
    plain: page(fiveThousand.map((number) => padded(plainRow(number), 459))),
    annotated: page(fiveThousand.map((number) => padded(annotatedRow(number), 991))),
  };
  return Object.fromEntries(
    Object.entries(texts).map(([name, value]) => [name, Buffer.from(JSON.stringify(value))]),
  );
}
