import type { NetworkInterfaceInfo } from 'node:os';
import { expect, test } from 'vitest';
import { outwardAddresses } from '../../electron/base/outward-addresses.ts';

const ipv4 = (address: string, internal = false): NetworkInterfaceInfo => ({
  address,
  internal,
  family: 'IPv4',
  netmask: '255.255.255.0',
  mac: '00:00:00:00:00:00',
  cidr: null,
});
const ipv6 = (address: string): NetworkInterfaceInfo => ({ ...ipv4(address), family: 'IPv6', scopeid: 0 });

const home = { eth0: [ipv4('192.168.1.7'), ipv6('2001:db8::7')] };

test('a forward’s own address and a container that starts change nothing', () => {
  const busy = {
    ...home,
    lo: [ipv4('127.0.0.1', true), ipv4('127.24.1.3', true)],
    veth1: [ipv6('fe80::42:acff:fe11:2'), ipv4('169.254.9.9')],
  };
  expect(outwardAddresses(busy)).toBe(outwardAddresses(home));
});

test('another network, or one more, is a change, whatever the order of the list', () => {
  const others = [{}, { eth0: [ipv4('10.0.0.7')] }, { ...home, tun0: [ipv4('10.8.0.2')] }];
  for (const other of others) expect(outwardAddresses(other)).not.toBe(outwardAddresses(home));
  expect(outwardAddresses({ eth0: home.eth0.toReversed() })).toBe(outwardAddresses(home));
});
