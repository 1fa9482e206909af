/** Loopback ports; 0 takes any free one. */
export interface LocalPorts {
  /** Entra and Graph, https. */
  readonly entra: number;
  /** Dataverse, https. */
  readonly dataverse: number;
  /** AWS, http. */
  readonly aws: number;
}

/** The ports that users of such tools know: 8443, 8444 and 4566. */
export const wellKnownPorts: LocalPorts = { entra: 8443, dataverse: 8444, aws: 4566 };

/** Three ports in a row from `base`; 0 takes any free ones. */
export function portsFrom(base: number): LocalPorts {
  return base === 0
    ? { entra: 0, dataverse: 0, aws: 0 }
    : { entra: base, dataverse: base + 1, aws: base + 2 };
}

/** A port base as a user types it, or undefined for what is none: a whole number from 0 to 65533. */
export function parsePortBase(text: string): number | undefined {
  const base = Number(text);
  return /^\d+$/.test(text) && base <= 65_533 ? base : undefined;
}
