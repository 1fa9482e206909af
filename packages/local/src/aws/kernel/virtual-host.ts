/**
 * The bucket in a virtual-hosted-style address: `videos.s3.us-east-1.amazonaws.com`, `videos.s3.localhost:4566`,
 * `videos.localhost:4566`. Undefined for a path-style address.
 */
export function bucketOfHost(host: string, originHost: string): string | undefined {
  const name = host.replace(/:\d+$/, '').toLowerCase();
  const aws = /^(.+)\.s3(?:[.-][a-z0-9-]+)*\.(?:amazonaws\.com|localhost)$/.exec(name);
  if (aws !== null) return aws[1];
  for (const suffix of [originHost.replace(/:\d+$/, '').toLowerCase(), 'localhost']) {
    if (/^[\d.]+$/.test(suffix) || !name.endsWith(`.${suffix}`)) continue;
    const rest = name.slice(0, -suffix.length - 1);
    // The service itself may have an address below the origin: s3.localhost.
    if (/^s3(?:[.-][a-z0-9-]+)*$/.test(rest)) return undefined;
    return rest.replace(/\.s3(?:[.-][a-z0-9-]+)*$/, '');
  }
  return undefined;
}
