const NORTHFLANK = /^(?:[a-z0-9-]+\.)*northflank\.com(?::\d+)?$/i;

/** Northflank's own platform, which everybody knows; with or without a port. */
export const isNorthflanks = (host: string): boolean => NORTHFLANK.test(host);
