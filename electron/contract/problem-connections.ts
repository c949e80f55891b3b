type Args = Readonly<Record<string, string | number>>;

/** Why one local connection failed while its port may be well. */
export const CONNECTION_PROBLEMS = {
  'connection-cut': {
    title: 'Cut off at the far end',
    text: ({ code, reason }: Args) =>
      `${
        code === undefined || code === 1006
          ? 'The gateway, or the network on the way to it, dropped the connection without a word'
          : `The gateway ended the connection with code ${code}${reason ? `: ${reason}` : ''}`
      }. What had not arrived by then is lost, so the program was told by a reset.`,
    severity: 'warning',
    remedy: 'none',
  },
  'too-many-connections': {
    title: 'Too many connections at once',
    text: ({ most }: Args) =>
      `This forward already had ${most ? `${most} of them` : 'all it may have'}, so this one was refused.`,
    severity: 'warning',
    remedy: 'none',
  },
} as const;
