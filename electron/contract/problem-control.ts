type Args = Readonly<Partial<Record<'name' | 'scope' | 'count', string | number>>>;

/** Part of `PROBLEMS`: what a program that steers the app is told, and the user who runs it. */
export const CONTROL_PROBLEMS = {
  'control-refused': {
    title: 'Not allowed',
    text: ({ name }: Args) =>
      `${name ?? 'This program'} was not let in. Ask again, and answer in the window of Portside.`,
    severity: 'warning',
    remedy: 'none',
  },
  'control-scope': {
    title: 'Not allowed',
    text: ({ name, scope }: Args) =>
      `${name ?? 'This program'} may not do this: it was let in without "${scope ?? 'this'}". Remove it in Settings, Local control, to be asked again.`,
    severity: 'warning',
    remedy: 'none',
  },
  'control-crowded': {
    title: 'Too many connections',
    text: ({ name, count }: Args) =>
      `${name ?? 'This program'} has ${count ?? 'as many'} connections open already, which is all that one program may have.`,
    severity: 'warning',
    remedy: 'none',
  },
  'control-unreadable': {
    title: 'Request not understood',
    text: () => 'The request is not one that this version of Portside knows.',
    severity: 'warning',
    remedy: 'none',
  },
  'control-unavailable': {
    title: 'Local control is not open',
    text: ({ name }: Args) =>
      `Programs cannot steer Portside in this run${name ? ` (${name})` : ''}. Everything else works.`,
    severity: 'warning',
    remedy: 'none',
  },
} as const;
