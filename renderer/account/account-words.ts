import type { Account } from '../../electron/contract/catalog.ts';
import { text } from '../text/text.ts';

/** `https://api.northflank.com` → `api.northflank.com` */
export function hostName(host: string): string {
  return host.replace(/^https?:\/\//, '').replace(/\/+$/, '');
}

/** `team · api.northflank.com`, or the account's trouble where it has one. */
export function accountLine(account: Account): string {
  if (account.state !== 'signed-in') return text.account.state[account.state];
  return `${text.account.scope[account.scope]} · ${hostName(account.host)}`;
}
