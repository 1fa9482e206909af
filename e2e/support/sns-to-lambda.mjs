import { root } from './clouds.mjs';
import { run } from './processes.mjs';

/** The template that `examples/sns-to-lambda` prints, by the command in its README. */
export async function snsToLambdaTemplate() {
  const args = ['--import', 'tsx', '--conditions=@wayleave/source', 'examples/sns-to-lambda/template.ts'];
  const { code, stdout, stderr } = await run(process.execPath, args, {
    cwd: root,
    env: { PATH: process.env['PATH'] },
  });
  if (code !== 0) throw new Error(`The example prints no template: ${stderr}`);
  return stdout;
}
