import { styleText } from 'node:util';
import type { Finding, Severity } from '../../finding.ts';
import { pathText } from '../../path-text.ts';
import type { Answer, Hop } from '../proof.ts';
import { padTo, widthOf, wrap } from './columns.ts';
import type { Report, ReportSubject } from './report.ts';
import { summarise, summaryLine } from './summary.ts';
import { answers, marks, nameOf, oneLine, sourceText, verb } from './words.ts';

/** How a report is written as text. */
export interface TextOptions {
  /** The terminal's width in columns; without one, lines are as long as they get. */
  readonly width?: number;
  /** Whether to write escape sequences for colours. Without them nothing is lost. */
  readonly colour?: boolean;
  /** Whether to show each question and the statement that decided it. */
  readonly verbose?: boolean;
}

type Format = Parameters<typeof styleText>[0];
type Paint = (format: Format, text: string) => string;

const answerFormats: Readonly<Record<Answer, Format>> = {
  allowed: 'green',
  denied: ['red', 'bold'],
  unknown: 'yellow',
};
const severities: readonly {
  readonly severity: Severity;
  readonly title: string;
  readonly mark: string;
  readonly format: Format;
}[] = [
  { severity: 'error', title: 'Errors', mark: '✗', format: ['red', 'bold'] },
  { severity: 'warning', title: 'Warnings', mark: '!', format: 'yellow' },
  { severity: 'info', title: 'Notes', mark: 'i', format: 'cyan' },
];
const labelWidth = 10;
/** Where reasons would have fewer columns beside the hops, they stand below them. */
const narrowest = 48;

/**
 * A report as text: what makes the template invalid, the road with a mark on each hop, the other findings, and
 * one line that sums up. Pure: the caller knows the terminal.
 *
 * @example
 * process.stdout.write(renderText(report, { width: process.stdout.columns, colour: true }));
 */
export function renderText(report: Report, options: TextOptions = {}): string {
  const width = Math.max(40, options.width ?? Number.POSITIVE_INFINITY);
  // Whether colours are wanted is decided by the caller, not by the process's own streams.
  const paint: Paint = options.colour
    ? (format, text) => styleText(format, text, { validateStream: false })
    : (_, text) => text;
  const { subject, validation, proof } = report;
  const hops = proof?.hops ?? [];
  const invalid = validation.filter(({ severity }) => severity === 'error');
  const others = [...validation.filter(({ severity }) => severity !== 'error'), ...(proof?.findings ?? [])];
  const sections = [
    ...(invalid.length === 0
      ? []
      : [
          [
            paint(['red', 'bold'], 'The template is not valid'),
            ...groupsOf(invalid).flatMap((each) => findingLines(each, subject, width, paint)),
          ],
        ]),
    ...(hops.length === 0 ? [] : [renderHops(hops, width, paint, subject, options.verbose === true)]),
    ...severities.flatMap(({ severity, title, format }) => {
      const found = others.filter((each) => each.severity === severity);
      if (found.length === 0) return [];
      return [
        [
          paint(format, title),
          ...groupsOf(found).flatMap((each) => findingLines(each, subject, width, paint)),
        ],
      ];
    }),
  ];
  const summary = summarise(report);
  const last = wrap(summaryLine(summary), width).map((line) =>
    paint(
      summary.proven ? ['green', 'bold'] : summary.denied + summary.errors > 0 ? ['red', 'bold'] : 'yellow',
      line,
    ),
  );
  return `${[...sections, last].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** One hop with what decided it, as a matcher's message shows it. */
export function renderHop(hop: Hop, options: TextOptions = {}): string {
  const width = Math.max(40, options.width ?? Number.POSITIVE_INFINITY);
  return renderHops([hop], width, (_, text) => text, undefined, options.verbose === true).join('\n');
}

function renderHops(
  hops: readonly Hop[],
  width: number,
  paint: Paint,
  subject: ReportSubject | undefined,
  verbose: boolean,
): readonly string[] {
  const routes = hops.map(routeOf);
  const longest = Math.max(...routes.map(({ whole }) => widthOf(whole)));
  const beside = Math.min(longest, Math.max(28, Math.floor(width * 0.45)), 64);
  const stacked = width - beside - 4 - labelWidth < narrowest;
  const room = stacked ? width - 4 : beside;
  return hops.flatMap((hop, index) => {
    const route = routes[index];
    if (route === undefined) return [];
    const left = widthOf(route.whole) <= room ? [route.whole] : foldRoute(route, room);
    const right = remarks(hop, subject, verbose);
    const mark = paint(answerFormats[hop.answer], marks[hop.answer]);
    const margin = stacked ? 4 : room + 4;
    const texts = right.flatMap(({ label, text, format }) =>
      wrap(oneLine(text), width - margin - labelWidth).map((line, at) => ({
        line: `${at === 0 ? paint(format, padTo(label, labelWidth)) : ' '.repeat(labelWidth)}${line}`,
      })),
    );
    if (stacked)
      return [
        ...left.map((line, at) => `${at === 0 ? mark : ' '} ${line}`),
        ...texts.map(({ line }) => `    ${line}`),
      ];
    return Array.from({ length: Math.max(left.length, texts.length) }, (_, at) =>
      `${at === 0 ? mark : ' '} ${padTo(left[at] ?? '', room)}  ${texts[at]?.line ?? ''}`.trimEnd(),
    );
  });
}

interface Route {
  readonly whole: string;
  readonly from: string;
  readonly onward: string;
}

function routeOf(hop: Hop): Route {
  const [from, onward] = [nameOf(hop.from), `──${verb(hop.kind)}──▶ ${nameOf(hop.to)}`];
  return { whole: `${from} ${onward}`, from, onward };
}

function foldRoute({ from, onward }: Route, room: number): readonly string[] {
  return [
    ...wrap(from, room),
    ...wrap(onward, room - 4).map((line, at) => `${at === 0 ? '  ' : '    '}${line}`),
  ];
}

interface Remark {
  readonly label: string;
  readonly text: string;
  readonly format: Format;
}

function remarks(hop: Hop, subject: ReportSubject | undefined, verbose: boolean): readonly Remark[] {
  const wired = whereabouts(hop, subject);
  const remark = (label: string, text: string | undefined, format: Format = 'dim'): readonly Remark[] =>
    text === undefined || text === '' ? [] : [{ label, text, format }];
  return [
    ...remark(answers[hop.answer], hop.because, answerFormats[hop.answer]),
    ...remark('when', hop.when?.join('; or ')),
    ...(verbose ? hop.questions.flatMap(questionRemarks) : []),
    ...(hop.answer === 'allowed' && !verbose ? [] : remark('at', wired)),
    ...remark('check', hop.check, 'yellow'),
    ...remark(
      'fix',
      hop.fix && `${hop.fix.text}${hop.fix.patch || hop.fix.code ? ' (wayleave prove --fix)' : ''}`,
      'bold',
    ),
  ];
}

function questionRemarks(question: Hop['questions'][number]): readonly Remark[] {
  const { answer, principal, action, resource, decidedBy, missing } = question;
  return [
    {
      label: `  ${marks[answer]}`,
      text: `${principal}: ${action} on ${resource}`,
      format: answerFormats[answer],
    },
    { label: '    by', text: decidedBy, format: 'dim' },
    ...(missing === undefined ? [] : [{ label: '    lacks', text: missing, format: 'dim' as const }]),
  ];
}

type Group = readonly [Finding, ...Finding[]];

/** Findings of which all but what and where is the same stand together: their cause and fix are said once. */
function groupsOf(findings: readonly Finding[]): readonly Group[] {
  const groups = new Map<string, [Finding, ...Finding[]]>();
  for (const finding of findings) {
    const { id, cause, fix, patch, documentation } = finding;
    const key = JSON.stringify([id, cause, fix, patch !== undefined, documentation]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return [...groups.values()];
}

function findingLines(group: Group, subject: ReportSubject, width: number, paint: Paint): readonly string[] {
  const [first] = group;
  const { mark = '', format = 'reset' } = severities.find((each) => each.severity === first.severity) ?? {};
  const row = (label: string, text: string) =>
    wrap(oneLine(text), width - 4 - labelWidth).map(
      (line, at) =>
        `    ${at === 0 ? paint('dim', padTo(label, labelWidth)) : ' '.repeat(labelWidth)}${line}`,
    );
  return [
    ...group.flatMap((finding) => [
      ...wrap(`${oneLine(finding.message)} (${oneLine(finding.id)})`, width - 2).map(
        (line, at) => `${at === 0 ? paint(format, mark) : ' '} ${line}`,
      ),
      ...row('at', whereabouts(finding, subject)),
    ]),
    ...row('cause', first.cause),
    ...row('fix', `${first.fix}${first.patch ? ' (wayleave prove --fix)' : ''}`),
    ...(first.documentation === undefined ? [] : row('see', first.documentation)),
  ];
}

/** The path in the template, and where that stands in a file. */
function whereabouts(
  { path, source }: Pick<Finding, 'path' | 'source'>,
  subject: ReportSubject | undefined,
): string {
  // What stands in another file, of a nested stack, has its place there.
  const isElsewhere = source !== undefined && subject !== undefined && source.file !== subject.name;
  const position = isElsewhere ? undefined : subject?.positionOf?.(path);
  const file =
    position && subject ? sourceText({ file: subject.name, ...position }) : source && sourceText(source);
  const place = oneLine(pathText(path));
  if (file === undefined) return place;
  return place === '' ? file : `${place} (${file})`;
}
