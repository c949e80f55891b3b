import type { KitFormat } from '../../kit-formats.ts';

/** Names of formats and programs, for the window's menu and the tray's. `tool` is a program's own name. */
export const englishKit = {
  formats: {
    uri: 'Connection string',
    'host-port': 'Host and port',
    password: 'Password',
    command: 'CLI command',
    jdbc: 'JDBC URL',
    tableplus: 'TablePlus URL',
    dbeaver: 'DBeaver command',
    dotenv: '.env file',
    export: 'Shell export',
    'env-file': 'Docker env file',
    compose: 'Compose environment',
  } satisfies Readonly<Record<KitFormat, string>>,
  command: (tool: string) => `${tool} command`,
  open: (tool: string) => `Open ${tool}`,
  openers: { browser: 'Open in browser', tableplus: 'Open in TablePlus', dbeaver: 'Open in DBeaver' },
} as const;
