import { inBrackets } from './reasons.ts';

type Args = Readonly<Record<string, string | number>>;

/** Part of `GERMAN_PROBLEMS`: requests that are inspected. */
export const GERMAN_INSPECTOR_PROBLEMS = {
  'request-gone': {
    title: 'Anfrage nicht mehr da',
    text: () => 'Sie hat neueren Platz gemacht oder wurde geleert.',
  },
  'request-not-whole': {
    title: 'Anfrage nicht vollständig',
    text: ({ kilobytes }: Args) =>
      `Von einem Inhalt werden nur die ersten ${kilobytes ?? 64} KB behalten, oder er war nicht ganz angekommen. Noch einmal gesendet wäre es eine andere Anfrage.`,
  },
  'body-not-text': {
    title: 'Inhalt ist kein Text',
    text: () => 'Eine Befehlszeile kann ihn nicht aufnehmen. Erneutes Senden schickt ihn, wie er war.',
  },
  'replay-failed': {
    title: 'Anfrage nicht erneut gesendet',
    text: ({ reason }: Args) => `Der eigene Port der Weiterleitung hat sie nicht angenommen${inBrackets(reason)}.`,
  },
} as const;
