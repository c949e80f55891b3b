import type { Words } from '../../../electron/contract/language.ts';
import type { clipboardText as englishClipboard, kitText as english } from '../en/kit.ts';
import { plural } from '../format.ts';

/** Part of `text`: connection strings. Names of formats stand in the contract, since the tray has them too. */
export const kitText: Words<typeof english> = {
  label: 'Verbindung',
  copyUri: 'Verbindungs-URI kopieren',
  copyUrl: 'URL kopieren',
  copyAs: (format) => `${format} kopieren`,
  more: 'In anderer Form kopieren',
  moreHeading: 'Kopieren als',
  environment: 'Umgebung',
  copied: 'Kopiert',
  copiedFor: (seconds) => `Kopiert · gelöscht in ${seconds} s`,
  port: 'Port für die Verbindung',
  reveal: 'Gedrückt halten, um die Verbindungs-URI zu zeigen',
  masked: 'Verbindungs-URI ohne ihre Geheimnisse',
  passwordCopied: 'Das Passwort ist kopiert und lässt sich einfügen, wo danach gefragt wird.',
  note: {
    'tls-name':
      'Über die Adresse kann der Name im Zertifikat nicht passen. psql prüft ihn trotzdem; für andere Programme helfen Hostnamen, oder der Servername wird dort angegeben.',
    instance: 'Eine von mehreren Instanzen; schreiben lässt sich nur auf der primären.',
    sentinel:
      'Geht an Sentinel vorbei, dessen Antworten in den Cluster führen. Schreiben lässt sich nur auf dem Master.',
    direct:
      'Ein Mitglied des Verbunds (directConnection). Mit Hostnamen und allen Mitgliedern weitergeleitet wird er als Verbund benutzt.',
  },
};

export const clipboardText: Words<typeof englishClipboard> = {
  title: 'Kopierte Geheimnisse löschen',
  hint: 'Verbindungs-URI oder Passwort verschwinden wieder aus der Zwischenablage, wenn seither nichts anderes kopiert wurde. Auch beim Beenden.',
  never: 'Nie',
  after: (seconds) => (seconds < 60 ? `${seconds} s` : plural(seconds / 60, { one: 'Minute', other: 'Minuten' })),
};
