import { clip, legible, type Paint } from '../paint.ts';
import type { ChangeKind, PropertyChange, StackChange } from './change.ts';

const MARKS: Readonly<Record<ChangeKind, string>> = {
  add: '+',
  modify: '~',
  replace: '±',
  conditional: '±?',
  remove: '-',
  import: '←',
  dynamic: '?',
  sync: '=',
};

const COLOURS = {
  add: 'green',
  modify: 'yellow',
  replace: 'red',
  conditional: 'yellow',
  remove: 'red',
  import: 'cyan',
  dynamic: 'yellow',
  sync: 'dim',
} as const;

const ORDER: readonly ChangeKind[] = [
  'remove',
  'replace',
  'conditional',
  'dynamic',
  'modify',
  'sync',
  'import',
  'add',
];

/** A change set as text: resources by weight, changed properties with both values, then what rights change. */
export function renderChanges(changes: readonly StackChange[], paint: Paint, columns = 100): string {
  if (changes.length === 0) {
    return 'No resource changes; only outputs, tags or settings of the stack do.\n';
  }
  const sorted = [...changes].sort(
    (a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || (a.logicalId < b.logicalId ? -1 : 1),
  );
  const width = Math.max(...sorted.map(({ logicalId }) => logicalId.length));
  const lines = sorted.flatMap((change) => renderChange(change, width, paint, columns));
  return `${[...lines, ...renderGrants(sorted, paint, columns), '', summary(sorted)].join('\n')}\n`;
}

function renderChange(change: StackChange, width: number, paint: Paint, columns: number): readonly string[] {
  const { kind, logicalId, type } = change;
  const colour = COLOURS[kind];
  const note = noteOf(change);
  const head = `  ${MARKS[kind].padEnd(2)} ${logicalId.padEnd(width)}  ${type}`;
  const suffix = note === undefined ? '' : `  ${paint(colour, legible(note))}`;
  return [
    `${paint(colour, legible(head))}${suffix}`,
    ...change.properties.flatMap((property) => renderProperty(property, paint, columns)),
  ];
}

function noteOf({ kind, policyAction = '', impliedBy }: StackChange): string | undefined {
  const kept = policyAction.includes('Retain')
    ? 'is kept'
    : policyAction.includes('Snapshot')
      ? 'is kept as a snapshot'
      : 'is deleted';
  if (kind === 'replace') return `REPLACED, the old one ${kept}`;
  if (kind === 'conditional')
    return `replaced if its new value differs${cause(impliedBy)}; the old one then ${kept}`;
  if (kind === 'remove')
    return policyAction === 'Delete' || policyAction === '' ? 'DELETED' : `leaves the stack, ${kept}`;
  if (kind === 'dynamic') return 'known only while deploying';
  if (kind === 'sync') return 'nothing changes but what CloudFormation knows';
  return impliedBy.length > 0 ? `follows${cause(impliedBy)}` : undefined;
}

function cause(impliedBy: readonly string[]): string {
  return impliedBy.length === 0 ? '' : ` (${impliedBy.join(', ')})`;
}

function renderProperty(
  { path, before, after, recreates, causes }: PropertyChange,
  paint: Paint,
  columns: number,
): readonly string[] {
  const forced =
    recreates === 'always'
      ? paint('red', '  forces replacement')
      : recreates === 'conditionally'
        ? paint('yellow', '  may force replacement')
        : '';
  const why = causes.length === 0 ? '' : paint('dim', legible(`  by ${causes.join(', ')}`));
  const indent = '       ';
  if (before === undefined && after === undefined) return [`${indent}${legible(path)}${why}${forced}`];
  if (before?.includes('\n') === true || after?.includes('\n') === true) {
    return [
      `${indent}${legible(path)}:${why}${forced}`,
      ...lineDiff(before ?? '', after ?? '', paint, columns),
    ];
  }
  const [old, now] = [shown(before, '(none)'), shown(after, '(removed)')];
  const label = `${indent}${legible(path)}: `;
  if (label.length + old.length + now.length + 3 <= columns) {
    return [`${label}${paint('dim', old)} → ${now}${why}${forced}`];
  }
  const room = Math.max(20, columns - indent.length - 4);
  return [
    `${label}${why}${forced}`,
    `${indent}  ${paint('dim', clip(old, room))}`,
    `${indent}→ ${clip(now, room)}`,
  ];
}

function shown(value: string | undefined, none: string): string {
  return value === undefined ? none : legible(unknown(value));
}

function unknown(value: string): string {
  return value.replaceAll('{{changeSet:KNOWN_AFTER_APPLY}}', '(known after deployment)');
}

const MOST_LINES = 12;

/** The lines between the common beginning and the common end. */
function lineDiff(before: string, after: string, paint: Paint, columns: number): readonly string[] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start += 1;
  let end = 0;
  while (end < old.length - start && end < now.length - start && old.at(-1 - end) === now.at(-1 - end))
    end += 1;
  const show = (lines: readonly string[], sign: '-' | '+', colour: 'red' | 'green') => {
    const rest = lines.length - MOST_LINES;
    return [
      ...lines
        .slice(0, MOST_LINES)
        .map((line) => paint(colour, `         ${sign} ${clip(legible(line), columns - 12)}`)),
      ...(rest > 0 ? [paint('dim', `         ${sign} … ${rest} more lines`)] : []),
    ];
  };
  return [
    ...show(old.slice(start, old.length - end), '-', 'red'),
    ...show(now.slice(start, now.length - end), '+', 'green'),
  ];
}

function renderGrants(changes: readonly StackChange[], paint: Paint, columns: number): readonly string[] {
  const sensitive = changes.filter(({ security }) => security.length > 0);
  if (sensitive.length === 0) return [];
  const lines = sensitive.flatMap(({ logicalId, security, grants, kind }) => {
    if (grants.length === 0)
      return [legible(`  ${MARKS[kind].padEnd(2)} ${logicalId}: ${security.join(', ')}`)];
    return grants.map(({ sign, text }) =>
      paint(
        sign === '+' ? 'yellow' : 'dim',
        `  ${sign}  ${legible(logicalId)}: ${clip(legible(unknown(text)), columns * 2)}`,
      ),
    );
  });
  return ['', paint('bold', 'Rights that change'), ...lines];
}

function summary(changes: readonly StackChange[]): string {
  const count = (...kinds: readonly ChangeKind[]) =>
    changes.filter(({ kind }) => kinds.includes(kind)).length;
  const parts = [
    [count('add'), 'to add'],
    [count('import'), 'to import'],
    [count('modify', 'dynamic', 'sync'), 'to change'],
    [count('replace'), 'to replace'],
    [count('conditional'), 'to replace perhaps'],
    [count('remove'), 'to remove'],
  ] as const;
  return `${parts
    .filter(([number]) => number > 0)
    .map(([number, what]) => `${number} ${what}`)
    .join(', ')}.`;
}
