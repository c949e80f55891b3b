import type { KitRole } from './kit.ts';
import type { KitFormat, KitOpener } from './kit-formats.ts';

/** Names of formats and programs, for the window's menu and the tray's. */
const FORMATS: Readonly<Record<KitFormat, string>> = {
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
};

const TOOLS = {
  postgresql: 'psql',
  mysql: 'mysql',
  redis: 'redis-cli',
  mongodb: 'mongosh',
  rabbitmq: 'amqp',
  minio: 'mc',
};

/** The program that talks to the port in a terminal. */
export function toolName(role: KitRole): string {
  if (role.kind === 'engine') return TOOLS[role.engine];
  return role.kind === 'management' ? 'rabbitmqadmin' : 'curl';
}

export function formatName(role: KitRole, format: KitFormat): string {
  if (format === 'command') return `${toolName(role)} command`;
  if (format === 'uri' && role.kind !== 'engine') return 'URL';
  return FORMATS[format];
}

export function openerName(role: KitRole, opener: KitOpener): string {
  if (opener === 'terminal') return `Open ${toolName(role)}`;
  return { browser: 'Open in browser', tableplus: 'Open in TablePlus', dbeaver: 'Open in DBeaver' }[opener];
}
