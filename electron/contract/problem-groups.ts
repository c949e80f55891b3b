type Args = Readonly<Record<string, string | number>>;

/** Part of `PROBLEMS`: profiles, files that name forwards, and the guard of production. */
export const GROUP_PROBLEMS = {
  'needs-confirmation': {
    title: 'Production',
    text: ({ name, count = 1 }: Args) =>
      `${name ?? 'This'}${Number(count) > 1 ? ` and ${Number(count) - 1} more are` : ' is'} production. Nothing was switched on: it has to be confirmed first.`,
    severity: 'warning',
    remedy: 'none',
  },
  'profile-gone': {
    title: 'Profile not found',
    text: () => 'This profile does not exist any more.',
    severity: 'warning',
    remedy: 'none',
  },
  'profile-name-taken': {
    title: 'Name in use',
    text: ({ name }: Args) => `There is a profile “${name ?? ''}” already. Choose another name.`,
    severity: 'warning',
    remedy: 'none',
  },
  'file-unreadable': {
    title: 'File not read',
    text: ({ file, reason }: Args) => `${file ?? 'The file'} could not be read${reason ? ` (${reason})` : ''}.`,
    severity: 'error',
    remedy: 'none',
  },
  'file-unwritable': {
    title: 'File not written',
    text: ({ file, reason }: Args) => `${file ?? 'The file'} could not be written${reason ? ` (${reason})` : ''}.`,
    severity: 'error',
    remedy: 'none',
  },
  'file-too-large': {
    title: 'File too large',
    text: ({ file, kilobytes }: Args) =>
      `${file ?? 'The file'} has more than ${kilobytes ?? 256} KB, so it is not what it should be. It was not read.`,
    severity: 'warning',
    remedy: 'none',
  },
  'portside-file-wrong': {
    title: 'Not a profile that Portside can read',
    text: ({ line, reason }: Args) => `${line ? `Line ${line}: ` : ''}${reason ?? 'the file is damaged'}.`,
    severity: 'warning',
    remedy: 'none',
  },
} as const;
