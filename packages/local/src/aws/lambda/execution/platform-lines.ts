/** The lines that Lambda itself writes into a function's log. Pure. */

export function initStart(runtime: string, versionArn: string): string {
  return `INIT_START Runtime Version: ${runtime.replace(/^nodejs(\d+)\.x$/, 'nodejs:$1')}.local\tRuntime Version ARN: ${versionArn}\n`;
}

export function initReport(durationMs: number, status: 'timeout' | 'error', errorType?: string): string {
  return `INIT_REPORT Init Duration: ${durationMs.toFixed(2)} ms\tPhase: init\tStatus: ${status}${errorType === undefined ? '' : `\tError Type: ${errorType}`}\n`;
}

export function start(requestId: string): string {
  return `START RequestId: ${requestId} Version: $LATEST\n`;
}

export function end(requestId: string): string {
  return `END RequestId: ${requestId}\n`;
}

export function timedOut(now: number, requestId: string, seconds: number): string {
  return `${new Date(now).toISOString()} ${requestId} Task timed out after ${seconds.toFixed(2)} seconds\n\n`;
}

export interface Report {
  readonly requestId: string;
  readonly durationMs: number;
  readonly memorySize: number;
  readonly maxMemory: number;
  readonly initDurationMs?: number;
  /** What kept the process from answering, if anything did. */
  readonly failure?: { readonly status: 'timeout' | 'error'; readonly errorType?: string };
}

export function report({
  requestId,
  durationMs,
  memorySize,
  maxMemory,
  initDurationMs,
  failure,
}: Report): string {
  const parts = [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${durationMs.toFixed(2)} ms`,
    `Billed Duration: ${Math.max(1, Math.ceil(durationMs))} ms`,
    `Memory Size: ${memorySize} MB`,
    `Max Memory Used: ${maxMemory} MB`,
  ];
  if (initDurationMs !== undefined) parts.push(`Init Duration: ${initDurationMs.toFixed(2)} ms`);
  if (failure !== undefined) parts.push(`Status: ${failure.status}`);
  if (failure?.errorType !== undefined) parts.push(`Error Type: ${failure.errorType}`);
  return `${parts.join('\t')}\t\n`;
}
