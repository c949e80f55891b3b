type Args = { readonly reason?: string | number };

/** Part of `PROBLEMS`: what can go wrong with names in the hosts file and with the permission to write it. */
export const HOSTNAME_PROBLEMS = {
  'hosts-refused': {
    title: 'Hosts file not changed',
    text: ({ reason }: Args) =>
      `The hosts file could not be written${reason ? ` (${reason})` : ''}. Forwards work by address.`,
    severity: 'warning',
    remedy: 'allow-hostnames',
    action: 'Try again',
  },
  'hosts-reverted': {
    title: 'Hosts file changed back',
    text: () =>
      'Another program, often an antivirus or a device manager, takes the lines of Portside out of the hosts file again. Allow the change there, or use addresses.',
    severity: 'warning',
    remedy: 'allow-hostnames',
    action: 'Write again',
  },
  'elevation-dismissed': {
    title: 'Permission not given',
    text: () =>
      'The permission prompt was closed, so cluster names do not lead here. Forwards work by address, and Portside does not ask again by itself.',
    severity: 'info',
    remedy: 'allow-hostnames',
    action: 'Ask again',
  },
  'elevation-unavailable': {
    title: 'Permission cannot be asked for',
    text: ({ reason }: Args) =>
      `This computer did not let Portside ask for administrator rights${reason ? ` (${reason})` : ''}. Forwards work by address; the lines for the hosts file can be copied and added by hand.`,
    severity: 'warning',
    remedy: 'allow-hostnames',
    action: 'Try again',
  },
  'helper-lost': {
    title: 'Hostname helper ended',
    text: ({ reason }: Args) =>
      `The helper that keeps the hosts file has ended${reason ? ` (${reason})` : ''}. It takes its lines with it. Forwards work by address.`,
    severity: 'warning',
    remedy: 'allow-hostnames',
    action: 'Start it again',
  },
} as const;
