/**
 * Rewrites the service's wildcards (`%`, `_`, `[ab]`, `[^a]`: SQL Server's LIKE) as a GLOB pattern, which has the
 * same bracket sets; what only GLOB treats specially is put in brackets.
 */
export function likeToGlob(pattern: string): string {
  let glob = '';
  for (let at = 0; at < pattern.length; at += 1) {
    const char = pattern.charAt(at);
    if (char === '%') glob += '*';
    else if (char === '_') glob += '?';
    else if (char === '*' || char === '?') glob += `[${char}]`;
    else if (char === '[') {
      const set = /^\[\^?[^\]]+\]/.exec(pattern.slice(at))?.[0];
      glob += set ?? '[[]';
      if (set) at += set.length - 1;
    } else glob += char;
  }
  return glob;
}
