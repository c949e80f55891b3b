import { type InEach, spokenLanguage } from '../language.ts';
import { germanAppMenu, germanDialogs, germanProduction, germanStart } from './de/desktop.ts';
import { englishAppMenu, englishDialogs, englishProduction, englishStart } from './en/desktop.ts';

/** Words that are shown outside of the window. Those for problems stand in `problem.ts`, those of the window in `renderer/text`. */
export const APP_MENU_WORDS: InEach<typeof englishAppMenu> = { en: englishAppMenu, de: germanAppMenu };
export const PRODUCTION_WORDS: InEach<string> = { en: englishProduction, de: germanProduction };
export const START_WORDS: InEach<typeof englishStart> = { en: englishStart, de: germanStart };
export const DIALOG_WORDS: InEach<typeof englishDialogs> = { en: englishDialogs, de: germanDialogs };

export const appMenuText = () => APP_MENU_WORDS[spokenLanguage()];
export const productionWord = () => PRODUCTION_WORDS[spokenLanguage()];
export const dialogText = () => DIALOG_WORDS[spokenLanguage()];
export const startText = () => START_WORDS[spokenLanguage()];
