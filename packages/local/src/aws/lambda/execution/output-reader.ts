/** What comes out of one of the process's two output streams. */
export interface OutputListener {
  /** One log event's text. */
  text(message: string): void;
  /** Everything of this invocation has been read. */
  end(id: string, maxRssKilobytes: number): void;
}

export interface OutputReader {
  write(chunk: string): void;
  /** The stream is closed: gives out what is left. */
  close(): void;
}

const NUL = '\0';
/** What is kept of a line, or of a frame, that does not end: as much as one log event holds; a long message. */
const MAX_LINE = 1_000_000;
const MAX_FRAME = 16_000_000;

/**
 * Splits a stream into log events: plain output by lines, and frames of JSON between NULs, in which the
 * bootstrap sends a whole `console` message or the end of an invocation.
 */
export function createOutputReader(listener: OutputListener): OutputReader {
  let plain = '';
  let frame: string | undefined;

  const flushLines = (all: boolean) => {
    const lines = plain.split('\n');
    plain = lines.pop() ?? '';
    for (const line of lines) if (line !== '') listener.text(`${line}\n`);
    if (all && plain !== '') {
      listener.text(plain);
      plain = '';
    }
  };

  const takeFrame = (text: string): boolean => {
    const value = parse(text);
    if (typeof value?.['log'] === 'string') {
      flushLines(false);
      listener.text(value['log']);
      return true;
    }
    if (typeof value?.['end'] === 'string') {
      flushLines(true);
      listener.end(value['end'], Number(value['maxRss'] ?? 0));
      return true;
    }
    return false;
  };

  return {
    write(chunk) {
      const parts = chunk.split(NUL);
      for (const [index, part] of parts.entries()) {
        if (frame === undefined) plain += part;
        else frame += part;
        if (index === parts.length - 1) break;
        if (frame === undefined) {
          frame = '';
        } else if (takeFrame(frame)) {
          frame = undefined;
        } else {
          // A NUL of the function's own: what followed it is output, and this NUL may begin a frame.
          plain += frame;
          frame = '';
        }
      }
      if (frame !== undefined && frame.length > MAX_FRAME) {
        plain += frame;
        frame = undefined;
      }
      flushLines(false);
      if (plain.length > MAX_LINE) flushLines(true);
    },
    close() {
      plain += frame ?? '';
      frame = undefined;
      flushLines(true);
    },
  };
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
