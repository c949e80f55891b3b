import { getDomain } from 'tldts';
import { Failure } from '../contract/failure.ts';

/** Registrable domains; those under which anyone may have a name of his own (`co.uk`, `github.io`) are none. */
const domainOf = (hostname: string) => getDomain(hostname, { allowPrivateDomains: true });

/** Whether this address belongs to whoever answers for the API: the same host, or one of the same domain. */
export function isOfHost(page: string, apiHost: string): boolean {
  const [here, there] = [new URL(page).hostname, new URL(apiHost).hostname];
  const domain = domainOf(here);
  return here === there || (domain !== null && domain === domainOf(there));
}

/**
 * The login page that the API host has named, as an address that may be opened in the user's browser. Whoever answers for
 * the API chooses it, so it has to be an https page of the same domain or of Northflank's. Throws a `Failure`.
 */
export function loginPageUrl(page: unknown, apiHost: string): string {
  const host = new URL(apiHost);
  const url = typeof page === 'string' && URL.canParse(page) ? new URL(page) : undefined;
  const named = url ? `${url.protocol}//${url.host}` : 'something that is no address';
  const refused = new Failure('login-page-refused', { args: { page: named.slice(0, 200), host: host.host } });
  if (!url || url.protocol !== 'https:' || url.username !== '' || url.password !== '') throw refused;
  if (!isOfHost(url.href, apiHost) && domainOf(url.hostname) !== 'northflank.com') throw refused;
  return url.href;
}
