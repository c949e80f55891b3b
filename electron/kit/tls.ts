import { paramOf, withParam, type Uri } from './uri.ts';

/**
 * By address a client finds a certificate of another name. What compares names is taken back by one step, to what still
 * checks the authority where there was such a check; encryption stays on.
 */
export function withoutNameCheck(params: Uri['params']): Uri['params'] {
  let changed = params;
  for (const [name, from, to] of [
    ['sslmode', 'verify-full', 'verify-ca'],
    ['sslMode', 'VERIFY_IDENTITY', 'VERIFY_CA'],
    ['ssl-mode', 'VERIFY_IDENTITY', 'VERIFY_CA'],
  ] as const) {
    if (paramOf(changed, name)?.toLowerCase() === from.toLowerCase()) changed = withParam(changed, name, to);
  }
  return changed;
}

const CONNECTOR_MODES: Readonly<Record<string, string>> = { verifyfull: 'VerifyCA', verify_identity: 'VERIFY_CA' };

export const connectorSslMode = (mode: string): string => CONNECTOR_MODES[mode.toLowerCase()] ?? mode;
