import { type InEach, spokenLanguage } from '../language.ts';
import { germanTray } from './de/tray.ts';
import { englishTray } from './en/tray.ts';

export const TRAY_WORDS: InEach<typeof englishTray> = { en: englishTray, de: germanTray };

export const trayText = () => TRAY_WORDS[spokenLanguage()];
