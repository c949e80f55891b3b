/** Part of `text`: settings. */
export const settingsText = {
  settings: {
    title: 'Settings',
    close: 'Close settings',
    appearance: 'Appearance',
    theme: { system: 'System', light: 'Light', dark: 'Dark' },
    reconnect: 'Reconnect at launch',
    reconnectHint: 'Open the forwards again that were on when Portside quit.',
    troubleshooting: 'Troubleshooting',
    log: 'Show log',
    logHint: 'Opens the folder of the log file. Tokens never stand in it.',
  },
} as const;
