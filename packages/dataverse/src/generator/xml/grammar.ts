const START =
  'A-Z_a-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C\\u200D\\u2070-\\u218F\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD\\u{10000}-\\u{EFFFF}';
const NAME = `[${START}][${START}\\-.0-9\\u00B7\\u0300-\\u036F\\u203F\\u2040]*`;
export const OPEN = new RegExp(`<((?:${NAME}:)?${NAME})`, 'uy');
export const CLOSE = new RegExp(`</((?:${NAME}:)?${NAME})[ \\t\\r\\n]*>`, 'uy');
export const ATTRIBUTE = new RegExp(
  `[ \\t\\r\\n]+((?:${NAME}:)?${NAME})[ \\t\\r\\n]*=[ \\t\\r\\n]*(?:"([^<"]*)"|'([^<']*)')`,
  'uy',
);
export const END_OF_TAG = /[ \t\r\n]*(\/?)>/y;
export const DECLARATION = /<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*["']1\.\d["'][^?<>]*\?>/y;
export const INSTRUCTION = new RegExp(`<\\?(?!xml[ \\t\\r\\n?])${NAME}(?=\\?>|[ \\t\\r\\n])`, 'iuy');
export const TEXT = /[^<]+/y;
// What XML 1.0 allows nowhere, not even as &#…;. A lone surrogate is none of its characters.
export const FORBIDDEN = /(?![\t\n\r\u007F-\u009F])\p{Cc}|[\uFFFE\uFFFF]|\p{Surrogate}/u;
export const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);
