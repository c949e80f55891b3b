type Args = Readonly<Record<string, string | number>>;

/** What can go wrong with connection strings and with the programs that they are opened in. */
export const KIT_PROBLEMS = {
  'kit-incomplete': {
    title: 'Not in the credentials',
    text: ({ name }: Args) =>
      `Northflank’s answer for ${name ?? 'this resource'} does not hold what this text is made of. Nothing was copied.`,
    severity: 'warning',
    remedy: 'none',
  },
  'client-missing': {
    title: 'Program not found',
    text: ({ program, install }: Args) =>
      `${program ?? 'The program'} is not on this computer, or not where programs are looked for. ${install ? `Install it (${install})` : 'Install it'}, or copy its command and run it where it is.`,
    severity: 'warning',
    remedy: 'none',
  },
  'opener-failed': {
    title: 'Program not started',
    text: ({ name, reason }: Args) =>
      `${name ?? 'The program'} could not be started${reason ? ` (${reason})` : ''}. Copy the text instead.`,
    severity: 'warning',
    remedy: 'none',
  },
} as const;
