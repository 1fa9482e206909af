import type { Later } from './later.ts';
import { laterOfCloudFormation } from './later-of-cloudformation.ts';

/** How a package's modules are put together; paths are below its `src`. */
export interface Plan {
  /** The packages that become part of this one's files; all others stay imports. */
  readonly inlined: readonly string[];
  /** Which modules lie in one file: the first that fits. A group that is named as an entry is that entry's file. */
  readonly groups: readonly Group[];
  readonly later: readonly Later[];
  /** The module of `codeLoader`, and the groups whose code it loads; the first has it in its entry. */
  readonly kept?: { readonly loader: string; readonly groups: readonly [string, ...string[]] };
  /** Whether users are led to the sources, which are published then; declarations stay as `tsc` wrote them. */
  readonly maps?: true;
  readonly leaves?: Leaves;
  /** Libraries that are loaded when they are needed, by `require`: each becomes a file beside the others. */
  readonly required: readonly string[];
}

/** A folder of many modules that need of the package only one, and of each other nothing. */
export interface Leaves {
  readonly folder: string;
  /** The module that they need. */
  readonly from: string;
  /** The file of `dist` that has it. */
  readonly shared: string;
}

interface Group {
  readonly name: string;
  readonly holds: RegExp;
}

/**
 * The packages that are loaded often and for a short run, such as a check in CI: their modules are few and large, as
 * each costs Node.js more to find and open than to read.
 */
export const plans: Readonly<Record<string, Plan>> = {
  iam: { inlined: [], groups: [], later: [], required: [] },
  dataverse: {
    inlined: [],
    groups: [
      {
        name: 'transport',
        holds:
          /dataverse\/src\/(?:transport\/(?!fetch-transport|http-proxy|no-proxy|tunnel)|seams|retry-after|backoff|guid|loopback|diagnostics|node-crypto|within)/,
      },
      { name: 'credentials', holds: /dataverse\/src\/entra\/(?!index|token-refusal|hints)/ },
      {
        name: 'features',
        holds:
          /dataverse\/src\/(?:batch|bulk|change-tracking|fetch-xml|files|multiple|transport\/(?:http-proxy|no-proxy|tunnel))/,
      },
      // Explanations are imported with the first error.
      {
        name: 'client',
        holds:
          /dataverse\/src\/(?!index\.ts|entra|errors\/(?:explain|hints|challenge|privilege)|fetch\.ts|generator|metadata|opentelemetry|transport)/,
      },
    ],
    later: [],
    maps: true,
    required: [],
  },
  local: {
    inlined: [],
    groups: [{ name: 'clouds', holds: /local\/src\/(?!index)/ }],
    later: [],
    maps: true,
    required: [],
  },
  cloudformation: {
    inlined: ['@wayleave/iam'],
    groups: [
      { name: 'report', holds: /cloudformation\/src\/(?:patch|prove\/report)\/(?!load-report)/ },
      { name: 'prove', holds: /cloudformation\/src\/prove\/(?!matchers)|packages\/iam\/src\// },
      { name: 'index', holds: /cloudformation\/src\/(?!aws|import|patterns|prove|schemas\/index)/ },
    ],
    later: laterOfCloudFormation,
    kept: { loader: 'compile-cache/load-code.ts', groups: ['index', 'prove', 'report'] },
    required: ['yaml'],
    leaves: { folder: 'aws', from: 'resource.ts', shared: 'index.js' },
  },
};
