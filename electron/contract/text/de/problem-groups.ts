import { because, inBrackets } from './reasons.ts';

type Args = Readonly<Record<string, string | number>>;

/** Part of `GERMAN_PROBLEMS`: profiles, files that name forwards, and the guard of production. */
export const GERMAN_GROUP_PROBLEMS = {
  'needs-confirmation': {
    title: 'Produktion',
    text: ({ name, count = 1 }: Args) =>
      `${name ?? 'Dies'}${Number(count) > 1 ? ` und ${Number(count) - 1} weitere gehören` : ' gehört'} zur Produktion. Eingeschaltet wurde nichts: Es muss zuerst bestätigt werden.`,
  },
  'profile-gone': {
    title: 'Profil nicht gefunden',
    text: () => 'Dieses Profil gibt es nicht mehr.',
  },
  'profile-name-taken': {
    title: 'Name vergeben',
    text: ({ name }: Args) => `Ein Profil „${name ?? ''}“ gibt es schon. Bitte einen anderen Namen wählen.`,
  },
  'file-unreadable': {
    title: 'Datei nicht gelesen',
    text: ({ file, reason }: Args) => `${file ?? 'Die Datei'} ließ sich nicht lesen${inBrackets(reason)}.`,
  },
  'file-unwritable': {
    title: 'Datei nicht geschrieben',
    text: ({ file, reason }: Args) => `${file ?? 'Die Datei'} ließ sich nicht schreiben${inBrackets(reason)}.`,
  },
  'file-too-large': {
    title: 'Datei zu groß',
    text: ({ file, kilobytes }: Args) =>
      `${file ?? 'Die Datei'} hat mehr als ${kilobytes ?? 256} KB und ist daher nicht, was sie sein sollte. Sie wurde nicht gelesen.`,
  },
  'portside-file-wrong': {
    title: 'Kein Profil, das Portside lesen kann',
    text: ({ line, reason }: Args) =>
      `${line ? `Zeile ${line}: ` : ''}${reason ? because(reason) : 'Die Datei ist beschädigt'}.`,
  },
} as const;
