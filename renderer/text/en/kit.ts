import { plural } from '../format.ts';

/** Part of `text`: connection strings. Names of formats stand in the contract, since the tray has them too. */
export const kitText = {
  label: 'Connection',
  copyUri: 'Copy connection string',
  copyUrl: 'Copy URL',
  /** `Password` becomes `Copy password`; abbreviations keep their letters. */
  copyAs: (format: string) =>
    `Copy ${/^[A-Z][a-z]/.test(format) ? format[0]?.toLowerCase() + format.slice(1) : format}`,
  more: 'Copy in another format',
  moreHeading: 'Copy as',
  environment: 'Environment',
  copied: 'Copied',
  copiedFor: (seconds: number) => `Copied · clears in ${seconds} s`,
  port: 'Port to connect to',
  reveal: 'Hold to show the connection string',
  masked: 'Connection string without its secrets',
  passwordCopied: 'The password was copied, to be pasted where it asks for it.',
  note: {
    'tls-name':
      'By address the certificate’s name cannot match. psql still checks it; for other clients turn on hostnames, or set the server name there.',
    instance: 'Of several instances; only the primary takes writes.',
    sentinel: 'Goes past Sentinel, whose answers lead into the cluster. Only the master takes writes.',
    direct: 'One member of the set (directConnection). With hostnames and all members forwarded it is used as a set.',
  },
} as const;

export const clipboardText = {
  title: 'Clear copied secrets',
  hint: 'A connection string or password is taken out of the clipboard again if nothing else was copied since. Also on quit.',
  never: 'Never',
  after: (seconds: number) =>
    seconds < 60 ? `${seconds} s` : plural(seconds / 60, { one: 'minute', other: 'minutes' }),
} as const;
