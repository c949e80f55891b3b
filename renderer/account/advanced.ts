import { text } from '../text/text.ts';

export const DEFAULT_HOST = 'https://api.northflank.com';

export type Advanced = { readonly host: string; readonly teamId: string; readonly ca: string };
export type WrongAdvanced = { readonly host?: string; readonly ca?: string };

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;
/** Of the command's schema. */
const MOST_CA_CHARACTERS = 256 * 1024;

export function countCertificates(pem: string): number {
  return pem.match(CERTIFICATE)?.length ?? 0;
}

function isHost(host: string): boolean {
  try {
    const { protocol, hostname, username } = new URL(host);
    return protocol === 'https:' && hostname !== '' && username === '';
  } catch {
    return false;
  }
}

/** What is wrong with the fields, by field; undefined when nothing is. An empty host means Northflank's own. */
export function wrongAdvanced({ host, ca }: Advanced): WrongAdvanced | undefined {
  const wrong: WrongAdvanced = {
    ...(host.trim() !== '' && !isHost(host.trim()) && { host: text.signIn.hostWrong }),
    ...(ca.trim() !== '' && countCertificates(ca) === 0 && { ca: text.signIn.caWrong }),
    ...(ca.length > MOST_CA_CHARACTERS && { ca: text.signIn.caTooLong }),
  };
  return Object.keys(wrong).length > 0 ? wrong : undefined;
}
