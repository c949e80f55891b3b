import { isAllowedAddress } from './hosts-names.ts';

/** Systems on which of 127.0.0.0/8 only 127.0.0.1 exists until an alias is made. Linux and Windows have all of it. */
const WITHOUT_RANGE: ReadonlySet<NodeJS.Platform> = new Set(['darwin', 'freebsd', 'openbsd']);

/** Whether this loopback address can be bound only after `aliasCommand` was run with administrator rights. */
export function needsAlias(address: string, platform: NodeJS.Platform): boolean {
  return address !== '127.0.0.1' && WITHOUT_RANGE.has(platform);
}

/**
 * Program and arguments, for a call without a shell; the one that adds is the official client's. Throws a RangeError for
 * an address that forwards do not get.
 */
export function aliasCommand(
  address: string,
  act: 'add' | 'remove',
): { readonly file: string; readonly args: readonly string[] } {
  if (!isAllowedAddress(address) || address === '127.0.0.1')
    throw new RangeError(`not an address to alias: ${address}`);
  const args = act === 'add' ? ['lo0', 'alias', address, 'up'] : ['lo0', '-alias', address];
  return { file: '/sbin/ifconfig', args };
}
