// What every contestant asks for, and with what.
export const ID = '00000000-0000-4000-8000-000000000001';
export const SELECT = [
  'accountid',
  'name',
  'accountnumber',
  'revenue',
  'emailaddress1',
  'telephone1',
  'statecode',
  'createdon',
  'modifiedon',
];
export const TOKEN = `bench.${'eyJ0eXAiOiJKV1QifQ'.repeat(80)}`;
export const HEADERS = {
  accept: 'application/json',
  'odata-maxversion': '4.0',
  'odata-version': '4.0',
  'if-none-match': 'null',
  'user-agent': 'bench',
  authorization: `Bearer ${TOKEN}`,
};
export const ANNOTATED = { ...HEADERS, prefer: 'odata.include-annotations="*"' };

/** @param {string} url @param {string} path */
export const address = (url, path) => `${url}/api/data/v9.2/${path}?$select=${SELECT.join(',')}`;
