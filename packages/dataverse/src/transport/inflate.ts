import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** The body out of its gzip; errors and the end of either go to the other. */
export function inflate(body: Readable): Readable {
  return pipeline(body, createGunzip(), () => {}); // its reader is told by the stream itself
}
