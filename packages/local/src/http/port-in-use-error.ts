/** The port a local cloud was to listen on is taken by another process. */
export class PortInUseError extends Error {
  override readonly name = 'PortInUseError';
  readonly code = 'ERR_LOCAL_PORT_IN_USE';
  readonly port: number;
  /** Which local cloud wanted it: `Entra and Graph`, `Dataverse`, `AWS`. */
  readonly service: string;

  constructor(service: string, port: number, cause: unknown) {
    super(
      `${service} cannot listen on 127.0.0.1:${port}: another process already does. Choose another range with --port-base, or --port-base 0 for any free ports.`,
      { cause },
    );
    this.port = port;
    this.service = service;
  }
}
