type Args = Readonly<Record<string, string | number>>;

/** What can go wrong with requests that are inspected. */
export const INSPECTOR_PROBLEMS = {
  'request-gone': {
    title: 'Request no longer kept',
    text: () => 'It made room for newer ones, or was cleared.',
    severity: 'info',
    remedy: 'none',
  },
  'request-not-whole': {
    title: 'Request not kept whole',
    text: ({ kilobytes }: Args) =>
      `Only the first ${kilobytes ?? 64} KB of a body are kept, or it had not arrived completely. Sent again it would be another request.`,
    severity: 'warning',
    remedy: 'none',
  },
  'body-not-text': {
    title: 'Body is not text',
    text: () => 'A command line cannot hold it. Replay sends it as it was.',
    severity: 'info',
    remedy: 'none',
  },
  'replay-failed': {
    title: 'Request not sent again',
    text: ({ reason }: Args) => `The forward’s own port did not take it${reason ? ` (${reason})` : ''}.`,
    severity: 'warning',
    remedy: 'none',
  },
} as const;
