import { app } from 'electron';
import { chooseLanguage, type Language, setLanguage, spokenLanguage } from '../contract/language.ts';
import type { SessionState } from '../contract/session.ts';

type Parts = {
  readonly read: () => SessionState;
  readonly subscribe: (listener: () => void) => () => void;
  readonly onChange: (language: Language) => void;
};

/** What this process says follows the setting, at once; what has been said already is for `onChange` to say anew. */
export function keepLanguage({ read, subscribe, onChange }: Parts): { readonly close: () => void } {
  const preferred = app.getPreferredSystemLanguages();
  const wanted = () => chooseLanguage(read().settings.language, preferred);
  setLanguage(wanted());
  const close = subscribe(() => {
    const language = wanted();
    if (language === spokenLanguage()) return;
    setLanguage(language);
    onChange(language);
  });
  return { close };
}
