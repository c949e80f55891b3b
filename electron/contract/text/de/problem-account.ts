import { momentIn } from '../../language.ts';
import { because } from './reasons.ts';

type Args = Readonly<Record<string, string | number>>;

const until = (at: string | number) => momentIn('de', at);

/** Part of `GERMAN_PROBLEMS`: accounts, their tokens and the ways to sign in. */
export const GERMAN_ACCOUNT_PROBLEMS = {
  'token-rejected': {
    title: 'Token abgelehnt',
    text: () =>
      'Northflank nimmt dieses API-Token nicht mehr an: Es wurde widerrufen, ist abgelaufen oder falsch eingegeben. Bitte neu anmelden.',
    action: 'Anmelden',
  },
  'token-too-narrow': {
    title: 'Berechtigung fehlt',
    text: ({ permission }: Args) =>
      `Die Rolle des Tokens darf das nicht${permission ? ` (${permission})` : ''}. Bitten Sie um die Berechtigung, oder melden Sie sich mit einem anderen Token an.`,
    action: 'Anderes Token verwenden',
  },
  'permissions-missing': {
    title: 'Einige Berechtigungen fehlen',
    text: ({ name, permissions }: Args) =>
      `Der Rolle des Tokens von ${name ?? 'diesem Konto'} fehlt ${permissions ?? 'was Portside liest'}. Was es damit zu sehen gäbe, wird nicht gezeigt. Bei Northflank der Rolle hinzufügen, dann aktualisieren.`,
    action: 'Aktualisieren',
  },
  'token-unsaved': {
    title: 'Anmeldung gilt nur für diesen Lauf',
    text: () =>
      'Auf diesem Computer antwortet kein Schlüsselbund, daher wird das Token beim Beenden vergessen. Sie können einen entsperren oder installieren (GNOME Keyring, KWallet) oder einen anderen Weg wählen.',
    action: 'Wählen…',
  },
  'not-signed-in': {
    title: 'Nicht angemeldet',
    text: () =>
      'Portside hat kein Token für dieses Konto. Nach dem Anmelden sind das Konto und seine Weiterleitungen wieder da.',
    action: 'Anmelden',
  },
  'token-expired': {
    title: 'Token abgelaufen',
    text: ({ at }: Args) =>
      `Dieses API-Token galt ${at ? `bis ${until(at)}` : 'nur eine Zeit lang'} und ist abgelaufen. Bitte mit einem neuen anmelden.`,
    action: 'Anmelden',
  },
  'token-expires': {
    title: 'Token läuft bald ab',
    text: ({ name, at }: Args) =>
      `Das API-Token von ${name ?? 'diesem Konto'} läuft ${at ? `am ${until(at)}` : 'in einigen Tagen'} ab. Wer sich vorher mit einem neuen anmeldet, bei dem wird keine Weiterleitung unterbrochen.`,
    action: 'Anmelden',
  },
  'token-expires-today': {
    title: 'Token läuft binnen eines Tages ab',
    text: ({ name, at }: Args) =>
      `Das API-Token von ${name ?? 'diesem Konto'} läuft ${at ? `am ${until(at)}` : 'binnen eines Tages'} ab. Danach kommt keine neue Verbindung durch, bis Sie sich neu anmelden.`,
    action: 'Anmelden',
  },
  'login-page-refused': {
    title: 'Anmeldeseite nicht geöffnet',
    text: ({ page, host }: Args) =>
      `${host ?? 'Der API-Host'} wollte eine Anmeldeseite unter ${page ?? 'einer Adresse'} öffnen, die nicht zu ihm gehört. Portside öffnet nur https-Seiten derselben Domain oder von northflank.com.`,
  },
  'login-refused': {
    title: 'Nicht angemeldet',
    text: ({ reason }: Args) =>
      `Die Anmeldung wurde im Browser nicht gewährt${reason ? `: ${because(reason)}` : ''}. Sie können es erneut versuchen oder ein Token einfügen.`,
  },
  'way-refused': {
    title: 'Anmeldung angehalten',
    text: () =>
      'Sie haben nicht erlaubt, dass das Token über den genannten Proxy, das Zertifikat oder die Anmeldeseite geht. Bitte ohne diese anmelden, oder sie erlauben, wenn Portside fragt.',
  },
  'login-late': {
    title: 'Anmeldung dauerte zu lange',
    text: ({ minutes }: Args) =>
      `Die Anmeldung im Browser wurde nicht innerhalb von ${minutes ?? 'einigen'} Minuten abgeschlossen. Sie lässt sich jederzeit neu beginnen.`,
  },
  'login-unknown': {
    title: 'Hier keine Anmeldung im Browser',
    text: ({ host }: Args) =>
      `${host ?? 'Dieser Host'} bietet keine Anmeldung im Browser an. Bitte ein API-Token einfügen.`,
  },
  'login-cut': {
    title: 'Anmeldung unterbrochen',
    text: ({ host }: Args) =>
      `Die Verbindung zu ${host ?? 'dem API-Host'} endete vor der Anmeldung im Browser. Bitte neu beginnen.`,
  },
  'browser-missing': {
    title: 'Browser nicht geöffnet',
    text: () =>
      'Dieses System konnte die Anmeldeseite nicht im Browser öffnen. Stattdessen lässt sich ein API-Token einfügen.',
  },
  'cli-login-gone': {
    title: 'Anmeldung nicht gefunden',
    text: ({ name }: Args) =>
      `Die Northflank-CLI hat keine Anmeldung ${name ? `namens ${name}` : 'dieses Namens'} mit einem Token mehr. Die Liste wurde neu gelesen.`,
  },
  'cli-config-unreadable': {
    title: 'Anmeldungen der Northflank-CLI nicht lesbar',
    text: ({ file, reason }: Args) => `${file ?? 'Ihre Datei'} ${reason ? because(reason) : 'ist nicht lesbar'}.`,
  },
  'cli-token-plain': {
    title: 'Die CLI verwahrt dieses Token noch im Klartext',
    text: ({ name, file, shared }: Args) =>
      `In ${file ?? 'der Datei der CLI'}${name ? ` (Anmeldung „${name}“)` : ''} wird es für Portside nicht gebraucht${shared ? ', und andere Benutzer dieses Computers dürfen diese Datei lesen' : ''}. Dort entfernt, fragt der Befehl northflank wieder nach einem Token.`,
    action: 'Dort entfernen',
  },
  'cli-token-changed': {
    title: 'Nichts entfernt',
    text: ({ name }: Args) =>
      `Die Anmeldung${name ? ` ${name}` : ''} der Northflank-CLI hat inzwischen ein anderes Token und wurde nicht angerührt.`,
  },
} as const;
