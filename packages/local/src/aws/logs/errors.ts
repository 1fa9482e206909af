import { AwsError } from '../service.ts';
import type { LogGroup, LogStore, LogStream } from './store.ts';

export function invalidParameter(message: string): AwsError {
  return new AwsError('InvalidParameterException', message);
}

/** The refusal of a part of CloudWatch Logs that is modelled but does not exist here. */
export function notBuilt(what: string): AwsError {
  return invalidParameter(`${what} is not built in local AWS.`);
}

/** The group, or `ResourceNotFoundException` as CloudWatch Logs words it. */
export function requireGroup(store: LogStore, name: string): LogGroup {
  const group = store.groups.get(name);
  if (group === undefined) {
    throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.');
  }
  return group;
}

/** The stream, or `ResourceNotFoundException` as CloudWatch Logs words it. */
export function requireStream(group: LogGroup, name: string): LogStream {
  const stream = group.streams.get(name);
  if (stream === undefined) {
    throw new AwsError('ResourceNotFoundException', 'The specified log stream does not exist.');
  }
  return stream;
}
