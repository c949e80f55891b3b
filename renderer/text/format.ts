import type { Language } from '../../electron/contract/language.ts';
import { language } from './language.ts';

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'];
const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Day and hour, which alone differ: the other signs are those of the SI, the same in both. */
const SHORT: Readonly<Record<Language, { readonly day: string; readonly hour: string }>> = {
  en: { day: 'd', hour: 'h' },
  de: { day: 'T', hour: 'h' },
};

/** Numbers and times as the user reads them. Units are decimal: 1 MB/s is 1,000,000 bytes per second. */
export function formatIn(language: Language) {
  const whole = new Intl.NumberFormat(language, { maximumFractionDigits: 0 });
  const tenth = new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const minutes = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  const clock = new Intl.DateTimeFormat(language, minutes);
  const day = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', ...minutes });
  const exact = new Intl.DateTimeFormat(language, { ...minutes, second: '2-digit' });
  const plurals = new Intl.PluralRules(language);

  /** `0 B`, `48 KB`, `1.1 MB`: at most four characters of number, so that a column of them stays calm. */
  function bytes(count: number): string {
    let value = Math.max(0, count);
    let unit = 0;
    while (value >= 999.5 && unit < UNITS.length - 1) {
      value /= 1000;
      unit += 1;
    }
    const number = unit > 0 && value < 9.95 ? tenth.format(value) : whole.format(value);
    return `${number} ${UNITS[unit] ?? ''}`;
  }

  return {
    plural: (count: number, forms: { readonly one: string; readonly other: string }): string =>
      `${whole.format(count)} ${plurals.select(count) === 'one' ? forms.one : forms.other}`,

    bytes,

    rate: (bytesPerSecond: number): string => `${bytes(bytesPerSecond)}/s`,

    /** `8 s`, `12 min`, `3 h 5 min`, `2 d 4 h`: two units at most. */
    duration: (ms: number): string => {
      if (ms < MINUTE_MS) return `${Math.max(0, Math.floor(ms / SECOND_MS))} s`;
      if (ms < HOUR_MS) return `${Math.floor(ms / MINUTE_MS)} min`;
      const short = SHORT[language];
      const [big, small, unitBig, unitSmall] =
        ms < DAY_MS
          ? [Math.floor(ms / HOUR_MS), Math.floor((ms % HOUR_MS) / MINUTE_MS), short.hour, 'min']
          : [Math.floor(ms / DAY_MS), Math.floor((ms % DAY_MS) / HOUR_MS), short.day, short.hour];
      return small === 0 ? `${big} ${unitBig}` : `${big} ${unitBig} ${small} ${unitSmall}`;
    },

    /** `10:42:07` */
    clockTime: (at: number): string => exact.format(at),

    /** The time of day, with the date unless it is today. */
    moment: (at: number, now: number): string => {
      const same = new Date(at).toDateString() === new Date(now).toDateString();
      return (same ? clock : day).format(at);
    },
  };
}

export const { plural, bytes, rate, duration, clockTime, moment } = formatIn(language);

/** Whole seconds until then, rounded up; 0 once it is due. */
export function secondsUntil(dueAt: number, now: number): number {
  return Math.max(0, Math.ceil((dueAt - now) / SECOND_MS));
}
