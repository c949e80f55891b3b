/** The host of an address of https, with its port where it has one. */
export const hostOf = (address: string): string => address.replace(/^https:\/\//, '');

export const withoutPort = (host: string): string => host.replace(/:\d+$/, '');

const NORTHFLANK = /^(?:[a-z0-9-]+\.)*northflank\.com$/i;

/** Northflank's own platform, which everybody knows. */
export const isNorthflanks = (host: string): boolean => NORTHFLANK.test(host);
