import { randomInt } from 'node:crypto';

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** `<stack>-<logical id>-<12 random letters>`, with both names shortened where the whole is too long. */
export function physicalName(stackName: string, logicalId: string, maxLength: number): string {
  const random = Array.from({ length: 12 }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  const room = maxLength - random.length - 2;
  if (stackName.length + logicalId.length <= room) return `${stackName}-${logicalId}-${random}`;
  const half = Math.floor(room / 2);
  const logical = logicalId.slice(0, Math.max(half, room - stackName.length));
  return `${stackName.slice(0, room - logical.length)}-${logical}-${random}`;
}
