/** Part of `text`: programs that steer the app. */
export const controlText = {
  control: {
    setting: 'Let programs ask',
    settingHint:
      'The command line, scripts and agents of your own account may ask to steer Portside. Each needs your word once.',
    askTitle: (name: string) => `Let “${name}” in?`,
    askText:
      'A program of your account wants to use Portside. The name is what it calls itself. If you did not just start something, refuse.',
    scopes: {
      read: ['See forwards', 'Their names, states and addresses.'],
      toggle: ['Switch forwards', 'On and off, also those of production.'],
      secrets: ['Read credentials', 'Passwords and connection strings of what is forwarded.'],
    },
    allow: 'Let it in',
    refuse: 'Refuse',
    clients: 'Programs that were let in',
    none: 'None so far.',
    lastSeen: (when: string) => `last seen ${when}`,
    remove: 'Remove',
    removeOf: (name: string) => `Remove ${name}`,
    log: 'What they did in this run',
    logNone: 'Nothing yet.',
    refused: 'refused',
  },
} as const;
