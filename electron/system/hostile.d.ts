/** The part of hostile 1.4.0 that is used; the package has no types. */
declare module 'hostile' {
  export const HOSTS: string;
  /** Address and what follows it, one pair per line, without comments. Throws the system's error. */
  export function getFile(filePath: string, preserveFormatting: false): [address: string, names: string][];
}
