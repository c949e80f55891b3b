import type { LocalAddress } from '../contract/forward.ts';
import { formatHostPort } from './uri.ts';
import { quoteShell } from './quote.ts';

export type CurlRequest = {
  readonly method: string;
  readonly path: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly body?: string;
};

/** curl writes these itself, from what it is given. */
const OWN = new Set(['content-length', 'transfer-encoding', 'connection', 'expect', 'accept-encoding']);

/** The same request as a command for a POSIX shell. */
export function curlOf({ method, path, fields, body }: CurlRequest, address: LocalAddress): string {
  // An absolute address in the request line would lead past the forward; `*` is one to curl alone.
  const place = path === '*' ? '/' : path.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '');
  const url = `http://${formatHostPort(address)}${place.startsWith('/') ? '' : '/'}${place}`;
  const packed = fields.some(([name]) => name.toLowerCase() === 'accept-encoding');
  const parts = [`curl ${quoteShell(url)}`];
  if (method === 'HEAD') parts.push('--head');
  else if (method !== (body === undefined ? 'GET' : 'POST')) parts.push(`-X ${quoteShell(method)}`);
  if (path === '*') parts.push("--request-target '*'");
  // Brackets and braces in an address mean many addresses to curl.
  if (/[[\]{}]/.test(url)) parts.push('--globoff');
  for (const [name, value] of fields) {
    if (OWN.has(name.toLowerCase())) continue;
    // Without a value curl would leave it out.
    parts.push(`-H ${quoteShell(value === '' ? `${name};` : `${name}: ${value}`)}`);
  }
  if (packed) parts.push('--compressed');
  // Or curl would call it a form.
  if (body !== undefined && !fields.some(([name]) => name.toLowerCase() === 'content-type'))
    parts.push("-H 'Content-Type:'");
  if (body !== undefined) parts.push(`--data-raw ${quoteShell(body)}`);
  return parts.join(' \\\n  ');
}
