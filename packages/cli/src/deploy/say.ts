import type { Progress, SeenEvent } from './events/progress.ts';
import { redrawn, renderEvent, renderProgress } from './events/render-progress.ts';
import type { Paint } from './paint.ts';
import { coloured, plain } from './paint.ts';
import type { Shell } from './shell.ts';

/** Where a command tells what it does. */
export interface Voice {
  readonly paint: Paint;
  readonly columns: number;
  say(text: string): void;
}

/** Text goes to standard output, or to standard error where that is for the result alone. */
export function voiceOf({ out, error, terminal }: Shell, json: boolean): Voice {
  return {
    paint: terminal.colour && !json ? coloured : plain,
    columns: terminal.columns(),
    say: (text) => void (json ? error : out).write(text),
  };
}

/** Shows events as they come. */
export interface Display {
  onEvents(events: readonly SeenEvent[], progress: Progress): void;
  onTick(progress: Progress): void;
}

/** A table that is drawn over on a terminal, a line for each event elsewhere. */
export function displayOf(shell: Shell, voice: Voice, name: string, json: boolean): Display {
  if (!shell.terminal.interactive || json) {
    return {
      onEvents(events, { startedAt }) {
        for (const event of events) voice.say(`${renderEvent(event, startedAt ?? event.at, voice.paint)}\n`);
      },
      onTick() {},
    };
  }
  let lines = 0;
  let latest = 0;
  let received = 0;
  const draw = (progress: Progress) => {
    // AWS's clock, moved on by as much as time has passed here.
    const now = latest + (shell.clock.now() - received);
    const canvas = { columns: shell.terminal.columns(), rows: shell.terminal.rows() };
    const table = renderProgress(name, progress, now, canvas, voice.paint);
    voice.say(redrawn(lines, table));
    lines = table.length;
  };
  return {
    onEvents(events, progress) {
      latest = Math.max(latest, ...events.map(({ at }) => at));
      received = shell.clock.now();
      draw(progress);
    },
    onTick(progress) {
      if (lines > 0) draw(progress);
    },
  };
}
