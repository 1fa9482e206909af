import { createHash } from 'node:crypto';
import type { Finding, PatchOperation, Severity, SourceLocation, TemplatePath } from '../../finding.ts';
import { PatchError } from '../../patch/patch-error.ts';
import { textPatcher } from '../../patch/patch-text.ts';
import { pathText } from '../../path-text.ts';
import type { Hop } from '../proof.ts';
import type { Report, ReportSubject } from './report.ts';
import type {
  SarifFix,
  SarifLevel,
  SarifLocation,
  SarifLog,
  SarifRegion,
  SarifResult,
  SarifRule,
} from './sarif-log.ts';
import { findingsOf } from './summary.ts';
import { nameOf, oneLine, sentence, verb } from './words.ts';

const levels: Readonly<Record<Severity, SarifLevel>> = { error: 'error', warning: 'warning', info: 'note' };

interface Reported {
  readonly rule: SarifRule;
  readonly message: string;
  readonly level: SarifLevel;
  readonly path: TemplatePath;
  readonly source?: SourceLocation;
  readonly identity: string;
  readonly patch?: readonly PatchOperation[];
  readonly mend?: string;
}

/**
 * A report as a SARIF 2.1.0 log: a result for each hop that is not allowed and for each finding, with its place
 * in the template or in the program that builds it, and its fix as a change of the text where one is known.
 *
 * Results keep their fingerprint while lines move.
 *
 * @example
 * writeFileSync('wayleave.sarif', JSON.stringify(reportSarif(report, '1.0.0')));
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function reportSarif(report: Report, version: string): SarifLog {
  const reported = [
    ...(report.proof?.hops ?? []).filter(({ answer }) => answer !== 'allowed').map(reportedHop),
    ...findingsOf(report).map(reportedFinding),
  ];
  const rules = new Map<string, SarifRule>();
  for (const { rule } of reported) if (!rules.has(rule.id)) rules.set(rule.id, rule);
  const order = [...rules.keys()];
  const seen = new Map<string, number>();
  const { text } = report.subject;
  const changed = text === undefined ? undefined : { text, patch: textPatcher(text) };
  const results = reported.map(
    ({ rule, message, level, path, source, identity, patch, mend }): SarifResult => {
      const turn = (seen.get(identity) ?? 0) + 1;
      seen.set(identity, turn);
      const fix = fixOf(report.subject.name, changed, patch, mend);
      return {
        ruleId: rule.id,
        ruleIndex: order.indexOf(rule.id),
        level,
        message: { text: message },
        locations: [locationOf(report.subject, path, source)],
        partialFingerprints: {
          primaryLocationLineHash: `${createHash('sha256').update(identity).digest('hex').slice(0, 16)}:${turn}`,
        },
        ...(fix === undefined ? {} : { fixes: [fix] }),
      };
    },
  );
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Wayleave',
            semanticVersion: version,
            informationUri: 'https://www.npmjs.com/package/wayleave',
            rules: [...rules.values()],
          },
        },
        columnKind: 'utf16CodeUnits',
        results,
      },
    ],
  };
}

function reportedHop(hop: Hop): Reported {
  const denied = hop.answer === 'denied';
  const route = `${nameOf(hop.from)} → ${nameOf(hop.to)} (${verb(hop.kind)})`;
  const remedy = hop.fix?.text ?? hop.check;
  const told = [
    `${route} is ${denied ? 'not authorised' : 'undecided'}: ${oneLine(hop.because)}`,
    ...(hop.when === undefined ? [] : [`When ${hop.when.map(oneLine).join('; or ')}`]),
    ...(remedy === undefined ? [] : [`${hop.fix ? 'Fix' : 'Check'}: ${oneLine(remedy)}`]),
  ];
  return {
    rule: denied
      ? ruleOf(
          'HopDenied',
          'A hop of the road is not authorised',
          'By the policies in the template, AWS would refuse this hop. Messages are then lost or fail, though the deployment succeeds.',
          'Add the statement that the result names; `wayleave prove --fix` writes it.',
          'error',
        )
      : ruleOf(
          'HopUndecided',
          'A hop of the road cannot be decided from the template',
          'What decides is outside the template: an imported resource, a parameter, a macro.',
          'Look up what the result names, or give the parameter with --parameters.',
          'warning',
        ),
    message: told.map(sentence).join(' '),
    level: denied ? 'error' : 'warning',
    path: hop.path,
    identity: `hop\n${hop.answer}\n${hop.id}`,
    ...(hop.source === undefined ? {} : { source: hop.source }),
    ...(hop.fix?.patch === undefined ? {} : { patch: hop.fix.patch, mend: hop.fix.text }),
  };
}

function reportedFinding(finding: Finding): Reported {
  const { id, severity, message, cause, fix, path, source, patch, documentation } = finding;
  return {
    rule: ruleOf(id, wordsOf(id), cause, fix, levels[severity], documentation),
    message: [message, cause, `Fix: ${fix}`].map((part) => sentence(oneLine(part))).join(' '),
    level: levels[severity],
    path,
    identity: `finding\n${id}\n${JSON.stringify(path)}`,
    ...(source === undefined ? {} : { source }),
    ...(patch === undefined ? {} : { patch, mend: fix }),
  };
}

function ruleOf(
  id: string,
  title: string,
  cause: string,
  fix: string,
  level: SarifLevel,
  documentation?: string,
): SarifRule {
  const [why, remedy] = [sentence(oneLine(cause)), sentence(oneLine(fix))];
  return {
    id: oneLine(id),
    name: oneLine(id),
    shortDescription: { text: sentence(title) },
    fullDescription: { text: why },
    help: {
      text: `${why} ${remedy}`,
      markdown: `${why}\n\n**Fix:** ${remedy}${documentation === undefined ? '' : `\n\n[AWS documentation](${encodeURI(documentation)})`}`,
    },
    ...(documentation === undefined ? {} : { helpUri: documentation }),
    defaultConfiguration: { level },
    properties: { tags: ['aws', 'cloudformation', 'authorisation'], precision: 'high' },
  };
}

function locationOf(
  subject: ReportSubject,
  path: TemplatePath,
  source: SourceLocation | undefined,
): SarifLocation {
  // What stands in another file, of a nested stack, has its place there.
  const own = source === undefined || source.file === subject.name ? subject.positionOf?.(path) : undefined;
  const position = own ?? source;
  const name = oneLine(pathText(path));
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(own === undefined && source ? source.file : subject.name) },
      region: { startLine: position?.line ?? 1, startColumn: position?.column ?? 1 },
    },
    ...(name === '' ? {} : { logicalLocations: [{ fullyQualifiedName: name, kind: 'resource' }] }),
  };
}

/** A file's name as a URI: relative ones stay relative. */
function uriOf(file: string): string {
  const parts = oneLine(file).replaceAll('\\', '/').replace(/^\.\//, '').split('/');
  const uri = parts.map(encodeURIComponent).join('/');
  return file.startsWith('/') ? `file://${uri}` : uri;
}

/** A template's text, and what patches it. */
interface Changed {
  readonly text: string;
  readonly patch: (operations: readonly PatchOperation[]) => string;
}

function fixOf(
  name: string,
  changed: Changed | undefined,
  patch: readonly PatchOperation[] | undefined,
  mend: string | undefined,
): SarifFix | undefined {
  if (changed === undefined || patch === undefined) return undefined;
  const replacement = changeOf(changed, patch);
  if (replacement === undefined) return undefined;
  return {
    description: { text: sentence(oneLine(mend ?? 'Apply the change')) },
    artifactChanges: [{ artifactLocation: { uri: uriOf(name) }, replacements: [replacement] }],
  };
}

/** The one range of lines that a patch changes. */
function changeOf(
  { text, patch: apply }: Changed,
  patch: readonly PatchOperation[],
): { deletedRegion: SarifRegion; insertedContent: { text: string } } | undefined {
  let patched: string;
  try {
    patched = apply(patch);
  } catch (error) {
    if (error instanceof PatchError) return undefined; // the template has no such place: then there is no fix to show
    throw error;
  }
  const [before, after] = [linesOf(text), linesOf(patched)];
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  if (head === before.length && head === after.length) return undefined;
  const end = before.length - tail;
  const last = before.at(-1) ?? '';
  const endsInside = end === before.length && !last.endsWith('\n'); // the text's last line has no line feed
  return {
    deletedRegion: {
      startLine: head + 1,
      startColumn: 1,
      endLine: endsInside ? Math.max(end, 1) : end + 1,
      endColumn: endsInside ? last.length + 1 : 1,
    },
    insertedContent: { text: after.slice(head, after.length - tail).join('') },
  };
}

/** Lines with their line feeds. */
function linesOf(text: string): readonly string[] {
  return text.split(/(?<=\n)/);
}

/** `ConfusedDeputy` as `Confused deputy`. */
function wordsOf(id: string): string {
  const words = id.replace(/(?<=[a-z0-9])(?=[A-Z])/g, ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
