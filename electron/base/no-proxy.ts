import { BlockList, isIP } from 'node:net';

/** Lower case, without the dot that ends a full name. */
const normal = (host: string): string => host.toLowerCase().replace(/\.$/, '');

function listOf(entries: readonly (readonly [address: string, bits: number])[]): BlockList {
  const list = new BlockList();
  for (const [address, bits] of entries) list.addSubnet(address, bits, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  return list;
}

const contains = (list: BlockList, host: string): boolean => {
  const version = isIP(host);
  return version !== 0 && list.check(host, version === 6 ? 'ipv6' : 'ipv4');
};

const LOOPBACK = listOf([
  ['127.0.0.0', 8],
  ['::1', 128],
]);

/** This machine itself. `host` is a name or an address without brackets. */
export function isLoopback(host: string): boolean {
  const name = normal(host);
  return name === 'localhost' || name.endsWith('.localhost') || contains(LOOPBACK, name);
}

type Exemption = (host: string, port: number) => boolean;

function readEntry(entry: string): Exemption | undefined {
  const [, subnet = '', bits = ''] = /^\[?([\da-f.:]+)\]?\/(\d{1,3})$/i.exec(entry) ?? [];
  const version = isIP(subnet);
  if (version !== 0) {
    if (Number(bits) > (version === 6 ? 128 : 32)) return undefined;
    const list = listOf([[subnet, Number(bits)]]);
    return (host) => contains(list, host);
  }
  // An address of version 6 has colons of its own: its port stands behind brackets.
  const [, bare, only] = isIP(entry) === 6 ? [entry, entry] : (/^(.*?)(?::(\d{1,5}))?$/.exec(entry) ?? []);
  const isPort = (port: number) => only === undefined || Number(only) === port;
  const name = normal((bare ?? '').replace(/^\[(.*)\]$/, '$1'));
  if (name === '*') return (_, port) => isPort(port);
  const suffix = name.replace(/^\*?\./, '');
  if (suffix === '') return undefined;
  // Addresses have no suffixes: 10.0.0.1 is not part of 1.
  if (isIP(suffix) !== 0) {
    const list = listOf([[suffix, isIP(suffix) === 6 ? 128 : 32]]);
    return (host, port) => contains(list, host) && isPort(port);
  }
  return (host, port) => (host === suffix || (isIP(host) === 0 && host.endsWith(`.${suffix}`))) && isPort(port);
}

/**
 * Who is reached without the proxy, from the text of NO_PROXY: names and their subdomains (`a.com`, `.a.com` and `*.a.com`
 * are the same, as for curl), addresses, subnets (`10.0.0.0/8`), each with a port or for all, and `*`; between commas or
 * spaces. What cannot be read counts for nothing.
 */
export function readExemptions(text: string): Exemption {
  const exemptions = text.split(/[\s,]+/).flatMap((entry) => (entry === '' ? [] : (readEntry(entry) ?? [])));
  return (host, port) => exemptions.some((isExempt) => isExempt(normal(host), port));
}
