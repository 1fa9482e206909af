// Builds, checks, prints, reads and proves, and writes what came of it: the parts of the package that lie in many files.
import { parseTemplate } from '@wayleave/cloudformation';
import { importTemplate } from '@wayleave/cloudformation/import';
import { prove } from '@wayleave/cloudformation/prove';
import { stack } from './stack.mjs';

const { t } = stack();
const yaml = t.toYaml();
const parsed = parseTemplate(yaml);
const { hops, findings, proven } = prove(parsed);
const imported = importTemplate(parsed.toJson());
process.stdout.write(JSON.stringify({ yaml, hops, findings, proven, imported }));
