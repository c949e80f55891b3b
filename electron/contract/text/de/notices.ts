import type { Words } from '../../language.ts';
import { describe } from '../../problem.ts';
import type { englishNotices } from '../en/notices.ts';

const forwards = (count: number) => (count === 1 ? '1 Weiterleitung' : `${count} Weiterleitungen`);
const list = (names: readonly string[]) =>
  names.length > 3 ? `${names.slice(0, 3).join(', ')} und ${names.length - 3} weitere` : names.join(', ');

/** Words of notices, which are shown while nobody looks at the window. */
export const germanNotices: Words<typeof englishNotices> = {
  lost: (names, problem) => ({
    title:
      names.length === 1 ? `${names[0] ?? ''} ist nicht erreichbar` : `${forwards(names.length)} sind nicht erreichbar`,
    body: [
      names.length > 1 ? list(names) : '',
      problem ? describe(problem, 'de').title : '',
      'Portside versucht es weiter.',
    ]
      .filter(Boolean)
      .join(' · '),
  }),
  signIn: (name, problem) => ({
    title: `Bei ${name} neu anmelden`,
    body: problem ? describe(problem, 'de').text : 'Die Weiterleitungen des Kontos warten darauf.',
  }),
  stopped: (names) => ({
    title: names.length === 1 ? `${names[0] ?? ''} wurde beendet` : `${forwards(names.length)} wurden beendet`,
    body: names.length === 1 ? 'Die Zeit war um.' : `${list(names)} · die Zeit war um.`,
  }),
  heldBack: (names) => ({
    title: names.length === 1 ? `${names[0] ?? ''} blieb aus` : `${forwards(names.length)} blieben aus`,
    body: [names.length > 1 ? list(names) : '', 'Produktion wird von Hand eingeschaltet.'].filter(Boolean).join(' · '),
  }),
  restorable: (names) => ({
    title:
      names.length === 1 ? `${names[0] ?? ''} wieder einschalten?` : `${forwards(names.length)} wieder einschalten?`,
    body: [names.length > 1 ? list(names) : '', 'Die Antwort wird in Portside gegeben.'].filter(Boolean).join(' · '),
  }),
  launched: (live, wished) => ({
    title: live === wished ? `${forwards(live)} aktiv` : `${live} von ${forwards(wished)} aktiv`,
    body: live === wished ? 'Portside läuft im Hintergrund.' : 'In Portside steht, was noch fehlt.',
  }),
};
