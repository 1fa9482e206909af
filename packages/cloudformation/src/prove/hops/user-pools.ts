import { isObject, type Json, text } from '../model/json.ts';
import { serviceSends } from './service-sends.ts';
import { type Draft, pathOf, type View } from './view.ts';

/**
 * A user pool invokes the functions of its triggers, and says which it is and whose.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
 */
export function userPools(view: View): readonly Draft[] {
  const { world } = view;
  return world.ofType('AWS::Cognito::UserPool').flatMap((pool) => {
    const triggers = pool.properties['LambdaConfig'];
    if (!isObject(triggers)) return [];
    const call = {
      service: 'cognito-idp.amazonaws.com',
      sourceArn: pool.arn,
      sourceAccount: world.account,
    };
    const sender = { call, from: world.place(pool), wiredBy: pool };
    const wired = new Set<string>();
    return Object.entries(triggers).flatMap(([name, value]) => {
      const arn = functionOf(name, value);
      if (arn === undefined || wired.has(arn)) return [];
      wired.add(arn);
      const path = pathOf(pool, 'LambdaConfig', name);
      return serviceSends(view, sender, { arn, path, kind: 'function' }) ?? [];
    });
  });
}

/** Some triggers have settings besides; `KMSKeyID` is none. */
function functionOf(name: string, value: Json): string | undefined {
  if (isObject(value)) return text(value['LambdaArn']);
  return name === 'KMSKeyID' ? undefined : text(value);
}
