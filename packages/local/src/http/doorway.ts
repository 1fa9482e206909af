import { type ListenOptions, listen } from './listen.ts';

type Handler = (request: Request) => Response | Promise<Response>;

/** A port that is open before what answers on it exists: a cloud must know its own URL to be made. */
export interface Doorway {
  readonly url: string;
  serve(handler: Handler): void;
  close(): Promise<void>;
}

/** Opens a port; until `serve` is called it answers 503. Rejects as {@link listen} does. */
export async function openDoorway(options: ListenOptions): Promise<Doorway> {
  let handler: Handler = () => new Response(null, { status: 503 });
  const { url, close } = await listen((request) => handler(request), options);
  return {
    url,
    serve(next) {
      handler = next;
    },
    close,
  };
}
