/** What a command may touch of the process it runs in. */
export interface Surroundings {
  readonly out: { write(text: string): unknown };
  readonly error: { write(text: string): unknown };
  /** Resolves when the user presses Ctrl-C or the process is asked to end. */
  interrupted(): Promise<void>;
  exit(code: number): void;
}
