type Args = Readonly<Record<string, string | number>>;

/** Part of `PROBLEMS`: links that lead into the app. */
export const LINK_PROBLEMS = {
  'link-unreadable': {
    title: 'This link is not one that Portside knows',
    text: () =>
      'Nothing was done. Links that Portside follows begin with portside://open/, portside://forward/ or portside://profile/.',
    severity: 'warning',
    remedy: 'none',
  },
  'link-unknown': {
    title: 'The link leads to nothing that is known here',
    text: ({ name, project }: Args) =>
      `${name ?? 'What it names'}${project ? ` in the project ${project}` : ''} is in none of your accounts, or could not be read. Sign in to the account or team it belongs to, or ask for access to the project.`,
    severity: 'warning',
    remedy: 'none',
  },
  'link-profile-unknown': {
    title: 'No such profile',
    text: ({ name }: Args) => `The link leads to a profile “${name ?? ''}”, which is not on this computer.`,
    severity: 'warning',
    remedy: 'none',
  },
  'link-signed-out': {
    title: 'Sign in first',
    text: () => 'The link leads to something at Northflank. Sign in, then open it again.',
    severity: 'info',
    remedy: 'none',
  },
} as const;
