import type { Words } from '../../../electron/contract/language.ts';
import type { accountText as english } from '../en/account.ts';
import { because } from '../../../electron/contract/text/de/reasons.ts';
import { moment, plural } from '../format.ts';

/** Part of `text`: signing in and who is signed in. */
export const accountText: Words<typeof english> = {
  signIn: {
    title: 'Northflank auf Ihrem Rechner',
    lead: 'Private Services, Datenbanken und Addons auf localhost, unter denselben Hostnamen wie im Cluster.',
    addTitle: 'Konto hinzufügen',
    addLead: 'Seine Projekte erscheinen neben den vorhandenen.',
    againTitle: 'Neu anmelden',
    againLead: (name) => `Ein neues Token für ${name}. Die Weiterleitungen laufen von selbst weiter.`,
    againHint: 'Team, Proxy und CA-Zertifikat dieses Kontos bleiben, wie sie waren, wo die Felder leer sind.',
    token: 'API-Token',
    tokenHint: 'Zu erzeugen in den Einstellungen des Teams oder der Organisation bei Northflank.',
    tokenPlaceholder: 'API-Token einfügen',
    tokenMissing: 'Bitte zuerst das Token einfügen.',
    show: 'Token zeigen',
    hide: 'Token verbergen',
    submit: 'Anmelden',
    checking: 'Token wird geprüft…',
    cancel: 'Abbrechen',
    advanced: 'Erweitert',
    advancedHint: 'API-Host, Team, Proxy, CA-Zertifikat',
    browser: 'Im Browser anmelden',
    browserAsking: 'Anmeldeseite wird erfragt…',
    browserSoon: 'Gleich öffnet sich der Browser.',
    browserTitle: 'Weiter im Browser',
    browserText: (page) => `Dort ist ${page} geöffnet. Nach der Zustimmung geht es in Portside von selbst weiter.`,
    cli: 'Anmeldung der Northflank-CLI verwenden',
    cliHeading: 'Anmeldungen der Northflank-CLI',
    cliCurrent: 'von der CLI verwendet',
    cliUnreadable: (reason) =>
      `Die Anmeldungen der Northflank-CLI werden nicht angeboten: Ihre Datei ${because(reason)}.`,
    or: 'oder ein API-Token einfügen',
    proxy: 'Proxy',
    proxyHint: 'Für dieses Konto statt des Proxys des Systems. Ein Passwort darin wird mit dem Token verwahrt.',
    proxyWrong: 'Bitte eine Adresse wie http://proxy.example:3128 eingeben.',
    host: 'API-Host',
    hostHint: 'Nur für eine eigene Plattform zu ändern.',
    hostWrong: 'Bitte eine Adresse eingeben, die mit https:// beginnt.',
    team: 'Team-ID',
    teamHint: 'Nur, wenn das Token einer Organisation ein einzelnes Team sehen soll.',
    ca: 'CA-Zertifikat',
    caHint: 'Für dieses Konto vertrauenswürdig, zusätzlich zu denen des Systems.',
    caPlaceholder: '-----BEGIN CERTIFICATE-----',
    caFile: 'Datei wählen…',
    caWrong: 'In diesem Text steht kein Zertifikat in PEM-Form.',
    caTooLong: 'Das ist zu lang für ein CA-Zertifikat (höchstens 256 KB).',
    caFound: (count) => plural(count, { one: 'Zertifikat gefunden', other: 'Zertifikate gefunden' }),
    optional: 'freiwillig',
  },

  keyStore: {
    kept: {
      system: 'Im Schlüsselbund dieses Computers verwahrt.',
      run: 'Auf diesem Computer fand sich kein Schlüsselbund: Nach dem Beenden von Portside wird neu gefragt.',
      file: 'In einer Datei auf diesem Computer verwahrt, deren Schlüssel daneben liegt.',
    },
    title: 'Token ohne Schlüsselbund',
    why: {
      basic: 'Diese Arbeitsumgebung hat keinen Schlüsselbund, den Portside kennt (GNOME Keyring, KWallet).',
      silent: 'Der Schlüsselbund dieses Computers antwortet nicht: Vielleicht ist er gesperrt oder läuft nicht.',
    },
    choices: { run: 'Nur dieser Lauf', file: 'In einer Datei' },
    hints: {
      run: 'Token bleiben im Arbeitsspeicher; nach jedem Start ist eine neue Anmeldung nötig.',
      file: 'Token liegen in einer Datei, deren Schlüssel daneben liegt: Wer Ihre Dateien lesen kann, kann sie lesen.',
    },
    ask: 'Token ohne Schlüsselbund speichern?',
    askText:
      'Sie werden versiegelt, aber der Schlüssel muss daneben liegen. Ein anderes Ihrer Programme, eine Sicherung oder die Verwaltung dieses Computers, die Ihre Dateien lesen können, können dann auch die Token lesen. Das lässt sich jederzeit zurücknehmen; die Datei wird dann gelöscht.',
    askDo: 'Trotzdem speichern',
  },

  account: {
    menu: 'Konto',
    scope: { team: 'Team', org: 'Organisation' },
    state: {
      checking: 'Wird geprüft…',
      'signed-in': 'Angemeldet',
      rejected: 'Token abgelehnt',
      unreachable: 'Nicht erreichbar',
    },
    heading: 'Konten',
    add: 'Konto hinzufügen…',
    signOut: 'Abmelden',
    signOutOf: (name) => `Von ${name} abmelden`,
    signOutTitle: (name) => `Von ${name} abmelden?`,
    signOutText: (count) =>
      `${plural(count, { one: 'Weiterleitung endet', other: 'Weiterleitungen enden' })}, und das Token wird von diesem Computer entfernt.`,
    expires: (at, now) => `Token gilt bis ${moment(at, now)}`,
    token: (name) => `Token „${name}“`,
    role: (name) => `Rolle ${name}`,
    proxy: (name) => `Über den Proxy ${name}`,
    missing: 'Der Rolle fehlt:',
    missingMeans: {
      'Project > Projects > Manage > Read': 'Projekte lesen',
      'Project > Services > General > Read': 'Services und ihre Ports lesen',
      'Project > Addons > General > Read': 'Addons und ihre Zugangsdaten lesen',
      'Organisation > Team > General > Read': 'die Teams der Organisation auflisten',
    },
  },
};
