import { type Language, LANGUAGES, setLanguage } from '../../electron/contract/language.ts';

/** The main process names it in the page's address, so that it is known before the first word; another loads the page anew. */
const given = new URLSearchParams(typeof location === 'undefined' ? '' : location.search).get('lang');

export const language: Language = LANGUAGES.find((each) => each === given) ?? 'en';

// Problems and names of formats are said by the contract, which is told here for this page.
setLanguage(language);
