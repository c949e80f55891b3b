import { type InEach, spokenLanguage } from '../language.ts';
import { germanNotices } from './de/notices.ts';
import { englishNotices } from './en/notices.ts';

export const NOTICE_WORDS: InEach<typeof englishNotices> = { en: englishNotices, de: germanNotices };

export const noticeText = () => NOTICE_WORDS[spokenLanguage()];
