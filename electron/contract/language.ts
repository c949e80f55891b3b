/** What the app speaks. Another language is another folder beside each `de`, and its name here. */
export const LANGUAGES = ['en', 'de'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The shape of one language's words, for the others: what is said differs, its places and arguments do not. */
export type Words<Said> = Said extends (...args: infer Args) => infer Result
  ? (...args: Args) => Words<Result>
  : Said extends string
    ? string
    : { readonly [Key in keyof Said]: Words<Said[Key]> };

/** One table per language: TypeScript asks for the words of each. */
export type InEach<Said> = Readonly<Record<Language, Words<Said>>>;

let ofThisProcess: Language = 'en';

/** Set once per page, and in the app's main process whenever the setting changes. Where nobody sets it, as in the command line, it stays English. */
export function setLanguage(language: Language): void {
  ofThisProcess = language;
}

export const spokenLanguage = (): Language => ofThisProcess;

const isLanguage = (word: string): word is Language => (LANGUAGES as readonly string[]).includes(word);

/** `de-CH`, `de_AT.UTF-8` and `de` are German. Of the system's languages counts the first that the app speaks. */
export function chooseLanguage(setting: 'system' | Language, preferred: readonly string[]): Language {
  if (setting !== 'system') return setting;
  return preferred.map((tag) => tag.toLowerCase().split(/[-_.@]/)[0] ?? '').find(isLanguage) ?? 'en';
}

/** A moment that stands in a sentence. What is no number was written out by somebody else. */
export function momentIn(language: Language, at: string | number): string {
  if (typeof at === 'string') return at;
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(at);
}
