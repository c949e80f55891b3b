import type { Finding } from '../doctor.ts';
import { type InEach, type Language, spokenLanguage } from '../language.ts';
import { describe } from '../problem.ts';
import { germanDoctor } from './de/doctor.ts';
import { englishDoctor, type FindingArgs } from './en/doctor.ts';

export const DOCTOR_WORDS: InEach<typeof englishDoctor> = { en: englishDoctor, de: germanDoctor };

export const doctorWords = () => DOCTOR_WORDS[spokenLanguage()];

/** The finding in words; a problem's own sentence follows where there is one. */
export function sayFinding({ code, args = {}, problem }: Finding, language: Language = spokenLanguage()): string {
  const say: (args: FindingArgs) => string = DOCTOR_WORDS[language].findings[code];
  return [say(args), ...(problem ? [describe(problem, language).text] : [])].filter(Boolean).join(' ');
}
