import { networkInterfaces } from 'node:os';

/**
 * The addresses by which this computer reaches others, as one comparable text: neither those of loopback, of which forwards
 * may make some, nor link-local ones, of which each container that starts makes one.
 */
export function outwardAddresses(interfaces: ReturnType<typeof networkInterfaces> = networkInterfaces()): string {
  return Object.values(interfaces)
    .flatMap((each) => each ?? [])
    .filter(({ internal, address }) => !internal && !/^(fe80:|169\.254\.)/i.test(address))
    .map(({ address }) => address)
    .sort()
    .join();
}
