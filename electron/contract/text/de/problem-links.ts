type Args = Readonly<Record<string, string | number>>;

/** Part of `GERMAN_PROBLEMS`: links that lead into the app, and its place on the desktop. */
export const GERMAN_LINK_PROBLEMS = {
  'link-unreadable': {
    title: 'Diesen Link kennt Portside nicht',
    text: () =>
      'Es ist nichts geschehen. Links, denen Portside folgt, beginnen mit portside://open/, portside://forward/ oder portside://profile/.',
  },
  'link-unknown': {
    title: 'Der Link führt zu nichts, was hier bekannt ist',
    text: ({ name, project }: Args) =>
      `${name ?? 'Was er nennt'}${project ? ` im Projekt ${project}` : ''} ist in keinem Ihrer Konten oder ließ sich nicht lesen. Melden Sie sich beim zugehörigen Konto oder Team an, oder bitten Sie um Zugang zum Projekt.`,
  },
  'link-profile-unknown': {
    title: 'Kein solches Profil',
    text: ({ name }: Args) => `Der Link führt zum Profil „${name ?? ''}“, das es auf diesem Computer nicht gibt.`,
  },
  'link-signed-out': {
    title: 'Bitte zuerst anmelden',
    text: () => 'Der Link führt zu etwas bei Northflank. Melden Sie sich an und öffnen Sie ihn dann noch einmal.',
  },
} as const;

export const GERMAN_DESKTOP_PROBLEMS = {
  'shortcut-taken': {
    title: 'Tastenkürzel nicht verfügbar',
    text: ({ keys }: Args) =>
      `Das System hat Portside ${keys ?? 'diese Tasten'} nicht gegeben: Ein anderes Programm hat sie, oder dieser Desktop kennt keine Tastenkürzel für Programme. Bitte andere Tasten wählen.`,
  },
} as const;
