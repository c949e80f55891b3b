import { countCertificates, MOST_CA_CHARACTERS } from '../../electron/contract/network-settings.ts';
import { text } from '../text/text.ts';

export const DEFAULT_HOST = 'https://api.northflank.com';

export type Advanced = { readonly host: string; readonly teamId: string; readonly ca: string; readonly proxy: string };
export type WrongAdvanced = { readonly host?: string; readonly ca?: string; readonly proxy?: string };

function isHost(host: string): boolean {
  try {
    const { protocol, hostname, username } = new URL(host);
    return protocol === 'https:' && hostname !== '' && username === '';
  } catch {
    return false;
  }
}

/** As `base/proxy.ts` reads it: without a scheme it is http. */
function isProxy(proxy: string): boolean {
  try {
    const { protocol, hostname } = new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(proxy) ? proxy : `http://${proxy}`);
    return ['http:', 'https:'].includes(protocol) && hostname !== '';
  } catch {
    return false;
  }
}

/** What is wrong with pasted certificates; none at all are not wrong. */
export function wrongCertificates(pem: string): string | undefined {
  if (pem.length > MOST_CA_CHARACTERS) return text.signIn.caTooLong;
  return pem.trim() === '' || countCertificates(pem) > 0 ? undefined : text.signIn.caWrong;
}

/** The API host to sign in to; an empty field means Northflank's own. */
export const hostOf = ({ host }: Advanced): string => host.trim().replace(/\/+$/, '') || DEFAULT_HOST;

/** The fields that are filled in, as the commands take them. */
export function detailsOf(advanced: Advanced): { teamId?: string; ca?: string; proxy?: string } {
  const [teamId, ca, proxy] = [advanced.teamId.trim(), advanced.ca.trim(), advanced.proxy.trim()];
  return { ...(teamId && { teamId }), ...(ca && { ca }), ...(proxy && { proxy }) };
}

/** What is wrong with the fields, by field; undefined when nothing is. An empty host means Northflank's own. */
export function wrongAdvanced({ host, ca, proxy }: Advanced): WrongAdvanced | undefined {
  const wrongCa = wrongCertificates(ca);
  const wrong: WrongAdvanced = {
    ...(host.trim() !== '' && !isHost(host.trim()) && { host: text.signIn.hostWrong }),
    ...(proxy.trim() !== '' && !isProxy(proxy.trim()) && { proxy: text.signIn.proxyWrong }),
    ...(wrongCa !== undefined && { ca: wrongCa }),
  };
  return Object.keys(wrong).length > 0 ? wrong : undefined;
}
