import { inBrackets } from './reasons.ts';

type Args = Readonly<Record<string, string | number>>;

/** Part of `GERMAN_PROBLEMS`: names in the hosts file and the permission to write it. */
export const GERMAN_HOSTNAME_PROBLEMS = {
  'hosts-refused': {
    title: 'Hosts-Datei nicht geändert',
    text: ({ reason }: Args) =>
      `Die Hosts-Datei ließ sich nicht schreiben${inBrackets(reason)}. Weiterleitungen gehen über ihre Adressen.`,
    action: 'Erneut versuchen',
  },
  'hosts-reverted': {
    title: 'Hosts-Datei zurückgeändert',
    text: () =>
      'Ein anderes Programm, oft ein Virenschutz oder eine Geräteverwaltung, nimmt die Zeilen von Portside wieder aus der Hosts-Datei. Erlauben Sie die Änderung dort, oder verwenden Sie Adressen.',
    action: 'Neu schreiben',
  },
  'elevation-dismissed': {
    title: 'Erlaubnis nicht erteilt',
    text: () =>
      'Die Abfrage wurde geschlossen; Cluster-Namen führen deshalb nicht hierher. Weiterleitungen gehen über ihre Adressen, und Portside fragt nicht von selbst noch einmal.',
    action: 'Noch einmal fragen',
  },
  'elevation-unavailable': {
    title: 'Erlaubnis lässt sich nicht erfragen',
    text: ({ reason }: Args) =>
      `Dieser Computer lässt Portside nicht nach Verwaltungsrechten fragen${inBrackets(reason)}. Weiterleitungen gehen über ihre Adressen; die Zeilen für die Hosts-Datei lassen sich kopieren und von Hand eintragen.`,
    action: 'Erneut versuchen',
  },
  'helper-lost': {
    title: 'Helfer für Hostnamen beendet',
    text: ({ reason }: Args) =>
      `Der Helfer, der die Hosts-Datei pflegt, hat sich beendet${inBrackets(reason)}. Seine Zeilen nimmt er mit. Weiterleitungen gehen über ihre Adressen.`,
    action: 'Neu starten',
  },
} as const;
