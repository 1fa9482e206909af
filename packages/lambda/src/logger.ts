/** The little that a handler needs of a logger; Powertools' Logger fits as it is. */
export interface Logger {
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/**
 * A logger that writes one JSON object a line, with the given fields in each line.
 *
 * @example
 * const log = jsonLogger({ service: 'video-pipeline' });
 * log.info('probed', { seconds: 4.2 });
 */
export function jsonLogger(
  base: Readonly<Record<string, unknown>> = {},
  write: (line: string) => void = (line) => console.log(line),
): Logger {
  const at =
    (level: string) =>
    (message: string, fields: Readonly<Record<string, unknown>> = {}) =>
      write(JSON.stringify({ level, message, ...base, ...fields }));
  return { info: at('info'), warn: at('warn'), error: at('error') };
}
