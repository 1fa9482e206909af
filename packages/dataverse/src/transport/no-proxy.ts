/**
 * Reads a `NO_PROXY` list: entries parted by commas or white space, each `*`, a host (`example.com`, which stands for
 * its subdomains too, as `.example.com` does), an address or a range of them (`10.0.0.0/8`), with a port or without.
 */
export function noProxyList(text: string): (host: string, port: number) => boolean {
  const rules = text
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .map(toRule);
  return (host, port) => {
    const name = host.toLowerCase().replace(/\.$/, '');
    return rules.some((rule) => rule(name, port));
  };
}

type Rule = (host: string, port: number) => boolean;

const isIP = (host: string) => process.getBuiltinModule('node:net').isIP(host);

function toRule(entry: string): Rule {
  if (entry === '*') return () => true;
  const range = /^([^/]+)\/(\d+)$/.exec(entry);
  if (range) return inRange(range[1] ?? '', Number(range[2]));
  const [, bracketed, plain, port] =
    /^(?:\[([^\]]+)\]|(.+?))(?::(\d+))?$/.exec(isIP(entry) === 6 ? `[${entry}]` : entry) ?? [];
  const name = bracketed ?? (plain ?? entry).replace(/^\*?\./, '').replace(/\.$/, '');
  return (host, to) =>
    (port === undefined || Number(port) === to) &&
    (host === name || (isIP(host) === 0 && host.endsWith(`.${name}`)));
}

/** An entry that is no range stands for no host. */
function inRange(address: string, bits: number): Rule {
  const family = isIP(address);
  if (family === 0 || bits > (family === 4 ? 32 : 128)) return () => false;
  const { BlockList } = process.getBuiltinModule('node:net');
  const list = new BlockList();
  list.addSubnet(address, bits, family === 4 ? 'ipv4' : 'ipv6');
  return (host) => {
    const ofHost = isIP(host);
    return ofHost !== 0 && list.check(host, ofHost === 4 ? 'ipv4' : 'ipv6');
  };
}
