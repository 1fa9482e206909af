import { DeployError } from './error.ts';
import { isObject } from './template.ts';

export type Values = Readonly<Record<string, string>>;

/** Reads `Name=value` pairs; the value may hold further `=`. Throws {@link DeployError} `BadOption`. */
export function readPairs(pairs: readonly string[], option: string): Values {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      if (at > 0) return [pair.slice(0, at), pair.slice(at + 1)];
      throw new DeployError(
        'BadOption',
        `${option} ${JSON.stringify(pair)} is no pair.`,
        `Write ${option} Name=value.`,
      );
    }),
  );
}

/**
 * Reads a file of parameters: `{"Name": "value"}`, CloudFormation's `[{"ParameterKey": …, "ParameterValue": …}]`,
 * or the `{"Parameters": {…}}` of a template configuration. Throws {@link DeployError} `BadParameters`.
 */
export function readParameterFile(text: string, file: string): Values {
  const wrong = (why: string, cause?: unknown) =>
    new DeployError(
      'BadParameters',
      `${file} is no file of parameters: ${why}.`,
      'Write {"Name": "value"} or [{"ParameterKey": "Name", "ParameterValue": "value"}].',
      { cause },
    );
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw wrong('it is not JSON', cause);
  }
  if (Array.isArray(json)) {
    return Object.fromEntries(
      json.map((one: unknown) => {
        const { ParameterKey: key, ParameterValue: value } = isObject(one) ? one : {};
        if (typeof key !== 'string' || typeof value !== 'string')
          throw wrong('an entry lacks its ParameterKey or ParameterValue');
        return [key, value];
      }),
    );
  }
  if (!isObject(json)) throw wrong('it is neither an object nor a list');
  const values = isObject(json['Parameters']) ? json['Parameters'] : json;
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => {
      if (typeof value === 'string') return [key, value];
      if (typeof value === 'number' || typeof value === 'boolean') return [key, String(value)];
      if (Array.isArray(value) && value.every((item) => typeof item !== 'object'))
        return [key, value.join(',')];
      throw wrong(`the value of ${key} is neither text nor a list of texts`);
    }),
  );
}

export interface RequestParameter {
  readonly ParameterKey: string;
  readonly ParameterValue?: string;
  readonly UsePreviousValue?: true;
}

/**
 * The parameters of a request: what is given, else what the stack had, else the template's default.
 * Throws {@link DeployError} `BadParameters` for one without a value and for one that the template lacks.
 */
export function requestParameters(
  declared: Readonly<Record<string, unknown>>,
  given: Values,
  previous: ReadonlySet<string>,
): readonly RequestParameter[] {
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(declared, name));
  if (unknown.length > 0) {
    throw new DeployError(
      'BadParameters',
      `The template has no parameter ${unknown.join(', ')}.`,
      `It has: ${Object.keys(declared).join(', ') || 'none'}.`,
    );
  }
  const missing: string[] = [];
  const request = Object.entries(declared).flatMap(([name, declaration]): RequestParameter[] => {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (value !== undefined) return [{ ParameterKey: name, ParameterValue: value }];
    if (previous.has(name)) return [{ ParameterKey: name, UsePreviousValue: true }];
    if (!isObject(declaration) || declaration['Default'] === undefined) missing.push(name);
    return [];
  });
  if (missing.length === 0) return request;
  throw new DeployError(
    'BadParameters',
    `No value for ${missing.length === 1 ? 'parameter' : 'parameters'} ${missing.join(', ')}.`,
    missing.map((name) => `--parameters ${name}=…`).join(' '),
  );
}
