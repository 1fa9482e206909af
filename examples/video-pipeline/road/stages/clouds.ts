import { type Local, type LocalPorts, startLocal } from '@wayleave/local';
import { videoTable } from '../../tables.ts';
import { contributorRole, people } from '../people.ts';

/** Starts the local clouds with the environment that the road leads to: its table and its people. */
export function startClouds(ports: LocalPorts): Promise<Local> {
  return startLocal({ ports, tables: [videoTable], roles: [contributorRole], users: people });
}
