import type { LocalAddress } from './forward.ts';

const OCTET = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const LOOPBACK = new RegExp(`^(?:127(?:\\.${OCTET}){3}|::1)$`);

/** An address that only this computer reaches: what is forwarded is private, and must not be served to the network. */
export const isLoopback = (host: string): boolean => LOOPBACK.test(host);

/** As programs and URLs take it: `127.0.0.1:80`, `[::1]:80`. */
export const hostPort = ({ host, port }: LocalAddress): string => `${host.includes(':') ? `[${host}]` : host}:${port}`;

/** The inverse of `hostPort`. */
export function parseHostPort(text: string): LocalAddress | undefined {
  const [, host = '', port = ''] = /^(.+):(\d+)$/.exec(text) ?? [];
  return host === '' ? undefined : { host: host.replace(/^\[(.*)\]$/, '$1'), port: Number(port) };
}
