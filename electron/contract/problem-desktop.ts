type Args = Readonly<Record<string, string | number>>;

/** Part of `PROBLEMS`: the app's place on the desktop. */
export const DESKTOP_PROBLEMS = {
  'shortcut-taken': {
    title: 'Shortcut not available',
    text: ({ keys }: Args) =>
      `The system did not give ${keys ?? 'these keys'} to Portside: another program has them, or this desktop has no shortcuts for programs. Choose other keys.`,
    severity: 'warning',
    remedy: 'none',
  },
} as const;
