import type { Words } from '../../language.ts';
import type { englishKit } from '../en/kit.ts';

/** Names of formats and programs, for the window's menu and the tray's. */
export const germanKit: Words<typeof englishKit> = {
  formats: {
    uri: 'Verbindungs-URI',
    'host-port': 'Host und Port',
    password: 'Passwort',
    command: 'CLI-Befehl',
    jdbc: 'JDBC-URL',
    tableplus: 'TablePlus-URL',
    dbeaver: 'DBeaver-Befehl',
    dotenv: '.env-Datei',
    export: 'Shell-Export',
    'env-file': 'Docker-Env-Datei',
    compose: 'Compose-Umgebung',
  },
  command: (tool) => `${tool}-Befehl`,
  open: (tool) => `${tool} öffnen`,
  openers: { browser: 'Im Browser öffnen', tableplus: 'In TablePlus öffnen', dbeaver: 'In DBeaver öffnen' },
};
