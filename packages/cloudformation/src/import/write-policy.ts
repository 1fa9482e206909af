import { callOf, isObject, type JsonObject } from '../validate/json.ts';
import { array, call, type Member, name, object } from './code.ts';
import { any, bareText, boolean, number, objectOf, oneOf, plainText, type Slot, text } from './slot.ts';
import { writeShape } from './write-shape.ts';
import { faultsOf, refuse, type Writer, type Written } from './writer.ts';

const oneOrMore = (slot: Slot): Slot => oneOf(slot, { is: 'list', items: slot, bare: true });
const bareMap = (items: Slot): Slot => ({ is: 'map', items, bare: true });
const principal = oneOf(
  { is: 'text', words: ['*'], bare: true },
  objectOf(
    {
      Service: oneOrMore(text),
      AWS: oneOrMore(text),
      Federated: oneOrMore(text),
      CanonicalUser: oneOrMore(text),
    },
    true,
  ),
);
/** A statement as IAM spells it. */
const statementSlot: Slot = objectOf(
  {
    Sid: bareText,
    'Effect!': { is: 'text', words: ['Allow', 'Deny'], bare: true },
    Principal: principal,
    NotPrincipal: principal,
    Action: oneOrMore(text),
    NotAction: oneOrMore(text),
    Resource: oneOrMore(text),
    NotResource: oneOrMore(text),
    Condition: bareMap(bareMap(oneOrMore(oneOf(text, boolean, number)))),
  },
  true,
);
const statementsSlot = oneOrMore(statementSlot);
const documentSlot = objectOf(
  {
    Version: { is: 'text', words: ['2012-10-17', '2008-10-17'], bare: true },
    Id: bareText,
    'Statement!': statementsSlot,
  },
  true,
);

/** Writes a policy document: by `policyDocument(allow(…))` where that makes the same JSON, else as it is. */
export function writePolicy(writer: Writer, data: JsonObject, key: string): Written {
  const { Version: version, Statement: statements, ...rest } = data;
  if (!Array.isArray(statements)) return writeShape(writer, data, shapeOf(documentSlot), key);
  const args = statements.map((each: unknown) => writeStatement(writer, each));
  if (version !== '2012-10-17' || Object.keys(rest).length > 0)
    return writeShape({ ...writer, write: withStatements(writer, args) }, data, shapeOf(documentSlot), key);
  const code = call(
    name('core policyDocument'),
    args.map((each) => each.code),
  );
  return {
    code,
    notes: args.flatMap(({ notes }) => notes),
    yields: ['unknown'],
    faults: faultsOf(args),
  };
}

/** Writes as the writer does, but the list of statements as it has been written. */
function withStatements(writer: Writer, statements: readonly Written[]): Writer['write'] {
  const list = { code: array(statements), notes: [], yields: [], faults: faultsOf(statements) };
  return (data, slot, key) => (slot === statementsSlot ? list : writer.write(data, slot, key));
}

function shapeOf(slot: Slot) {
  if (slot.is !== 'object') throw new TypeError('A policy document is an object.');
  return slot.shape;
}

/** What `allow` and `deny` call the members of a statement, in the order in which they are written. */
const options: Readonly<Record<string, string>> = {
  Sid: 'sid',
  Action: 'actions',
  NotAction: 'notActions',
  Resource: 'resources',
  NotResource: 'notResources',
  Principal: 'principals',
  NotPrincipal: 'notPrincipals',
  Condition: 'conditions',
};

function writeStatement(writer: Writer, data: unknown): Written {
  if (!isObject(data)) return writer.write(data, statementSlot, 'Statement');
  const made = isMade(data) ? writeMade(writer, data) : undefined;
  if (made !== undefined) return made;
  const written = writer.write(data, statementSlot, 'Statement');
  return written.faults === 0
    ? written
    : refuse(writer.write(data, any, 'Statement'), 'this statement has what the types do not take.');
}

/** Whether `allow` or `deny` would make this statement. */
function isMade(data: JsonObject): boolean {
  const { Effect: effect, ...rest } = data;
  if (!Object.keys(rest).every((key) => Object.hasOwn(options, key))) return false;
  if (effect !== 'Deny' && (effect !== 'Allow' || 'NotPrincipal' in data)) return false;
  const lists = ['Action', 'NotAction', 'Resource', 'NotResource'].filter((key) => key in data);
  const filled = (key: string) => Array.isArray(data[key]) && data[key].length > 0;
  return (
    lists.every((key) => Array.isArray(data[key])) &&
    (filled('Action') || filled('NotAction')) &&
    (filled('Resource') || filled('NotResource') || 'Principal' in data || 'NotPrincipal' in data)
  );
}

function writeMade(writer: Writer, { Effect: effect, ...rest }: JsonObject): Written | undefined {
  const members: (Member & { readonly faults: number })[] = [];
  for (const [key, data] of Object.entries(rest)) {
    const written = writeOption(writer, key, data);
    if (written === undefined || written.faults > 0) return undefined;
    members.push({ ...written, key: (Object.hasOwn(options, key) ? options[key] : undefined) ?? key });
  }
  const order = Object.values(options);
  members.sort((a, b) => order.indexOf(a.key ?? '') - order.indexOf(b.key ?? ''));
  const code = call(name(effect === 'Allow' ? 'core allow' : 'core deny'), [object(members)]);
  return { code, notes: [], yields: ['unknown'], faults: 0 };
}

const anyArn: Slot = { is: 'text', wants: { arnsOf: '' } };

function writeOption(writer: Writer, key: string, data: unknown): Written | undefined {
  if (key === 'Sid') return writer.write(data, bareText, key);
  if (key === 'Condition') return writeConditions(writer, data);
  if (key === 'Principal' || key === 'NotPrincipal') return writePrincipals(writer, data, key);
  if (!Array.isArray(data)) return undefined;
  const isAction = key.endsWith('Action');
  if (isAction && !data.every((each) => typeof each !== 'string' || isWellFormed(each))) return undefined;
  return writer.write(data, { is: 'list', items: isAction ? plainText : anyArn, bare: true }, key);
}

/** Spelt as IAM lists actions; the list itself is the compiler's. */
function isWellFormed(action: string): boolean {
  return action === '*' || /^[a-z0-9-]+:(?:[A-Z][A-Za-z0-9]*|.*\*.*)$/.test(action);
}

const servicePattern = /\.(?:amazonaws\.com(?:\.cn)?|amazon\.com|aws\.internal)$/;

function writePrincipals(writer: Writer, data: unknown, key: string): Written | undefined {
  if (isObject(data)) {
    const services = [data['Service'] ?? []].flat();
    if (!services.every((each) => typeof each !== 'string' || servicePattern.test(each))) return undefined;
  }
  return writer.write(data, madePrincipal, key);
}

const madePrincipal = oneOf(
  { is: 'text', words: ['*'], bare: true },
  objectOf(
    {
      Service: oneOrMore(plainText),
      AWS: oneOrMore({ is: 'text', wants: { arnsOf: 'iam:' } }),
      Federated: oneOrMore(text),
      CanonicalUser: oneOrMore(text),
    },
    true,
  ),
);

const operator =
  /^(?:ForAllValues:|ForAnyValue:)?(?:(String(?:Not)?(?:Equals(?:IgnoreCase)?|Like)|Arn(?:Not)?(?:Equals|Like)|(?:Not)?IpAddress|BinaryEquals)|((?:Numeric|Date)(?:(?:Not)?Equals|(?:Less|Greater)Than(?:Equals)?))|(Bool))(?:IfExists)?$|^(Null)$/;

function writeConditions(writer: Writer, data: unknown): Written | undefined {
  if (!isObject(data) || callOf(data) !== undefined) return undefined;
  const operators: (Member & Written)[] = [];
  for (const [key, tests] of Object.entries(data)) {
    const [known, words, numbers] = operator.exec(key) ?? [];
    if (known === undefined || !isObject(tests) || callOf(tests) !== undefined) return undefined;
    const truth = oneOf(boolean, { is: 'text', words: ['true', 'false'] });
    const slot = words === undefined ? (numbers === undefined ? truth : oneOf(text, number)) : text;
    if (!Object.keys(tests).every(isKey)) return undefined;
    const members = Object.entries(tests).map(([own, each]) => ({
      ...writer.write(each, oneOrMore(slot), own),
      key: own,
    }));
    operators.push({ key, code: object(members), notes: [], yields: [], faults: faultsOf(members) });
  }
  return { code: object(operators), notes: [], yields: [], faults: faultsOf(operators) };
}

/** Spelt as IAM lists condition keys; `aws:sourceip`, which IAM takes, the compiler does not. */
function isKey(key: string): boolean {
  return /^(?:aws:[A-Z].*|(?!aws:)[a-z0-9-]+:.+|.+\..+:.+)$/s.test(key);
}
