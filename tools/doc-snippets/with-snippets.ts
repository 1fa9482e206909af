const BLOCK = /^<!-- code: (\S+?)(?:#(\S+))? -->\n```ts\n[\s\S]*?^```$/gm;

/** The document with each marked block of code as it is in its file. Throws for a region that is not there. */
export function withSnippets(document: string, read: (path: string) => string): string {
  return document.replaceAll(BLOCK, (_, path: string, region: string | undefined) => {
    const code = region === undefined ? read(path) : regionOf(read(path), region, path);
    return `<!-- code: ${path}${region === undefined ? '' : `#${region}`} -->\n\`\`\`ts\n${code.trimEnd()}\n\`\`\``;
  });
}

/** The lines between `// #region name` and `// #endregion`, without the indentation they have in common. */
function regionOf(text: string, region: string, path: string): string {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.trim() === `// #region ${region}`);
  const end = lines.findIndex((line, index) => index > start && line.trim() === '// #endregion');
  if (start === -1 || end === -1) throw new Error(`${path} has no region "${region}".`);
  const code = lines.slice(start + 1, end);
  const indents = code.filter((line) => line !== '').map((line) => line.length - line.trimStart().length);
  const indent = Math.min(...indents);
  return code.map((line) => line.slice(indent)).join('\n');
}
