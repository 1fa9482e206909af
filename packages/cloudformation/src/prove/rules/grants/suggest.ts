import { smallestStatement } from '@wayleave/iam';
import type { World } from '../../model/world.ts';
import type { AskedOf } from '../audit/asked.ts';

/** Environment variables of these types say by themselves what is done with them. */
const CERTAIN: ReadonlySet<string> = new Set(['sns', 'lambda', 'secretsmanager', 'events', 'states']);

/** The smallest grant for what hops ask, as words: `sns:Publish on Uploads`. Undefined where they ask nothing. */
export function suggest(asked: readonly AskedOf[], world: World): string | undefined {
  const sure = asked.filter(({ hop, request }) => !isGuessed(hop.path, request.action));
  const statements = smallestStatement(
    sure.map(({ request: { principal, action, resource } }) => ({
      principal,
      action,
      resource: groupOf(resource),
    })),
    { kind: 'identity' },
  );
  const words = statements.map(({ Action, Resource }) => {
    const on = [Resource ?? []].flat().map(world.show);
    return `${[Action ?? []].flat().join(', ')} on ${on.join(', ')}`;
  });
  const named = new Set(
    asked.filter((each) => !sure.includes(each)).map(({ request }) => world.show(request.resource)),
  );
  if (named.size > 0) words.push(`what the code does to ${[...named].join(', ')}`);
  return words.length === 0 ? undefined : words.join('; ');
}

/** Whether the action only stands for whatever the code does with what its environment names. */
function isGuessed(path: readonly (string | number)[], action: string): boolean {
  return path.includes('Environment') && !CERTAIN.has(action.split(':', 1)[0] ?? '');
}

/** Streams are made one by one: a grant is for the group. */
function groupOf(resource: string): string {
  const at = resource.indexOf(':log-stream:');
  return at < 0 ? resource : `${resource.slice(0, at)}:*`;
}
