import type { Words } from '../../../electron/contract/language.ts';
import type { doctorText as english } from '../en/doctor.ts';
import { plural } from '../format.ts';

const problems = (count: number) => plural(count, { one: 'Fehler', other: 'Fehler' });
const warnings = (count: number) => plural(count, { one: 'Warnung', other: 'Warnungen' });

/** Part of `text`: the examination and the bug report. */
export const doctorText: Words<typeof english> = {
  doctor: {
    title: 'Alles prüfen',
    hint: 'Prüft Token, den Weg zu Northflank, aktive Weiterleitungen, Ports, die Hosts-Datei und diesen Computer.',
    run: 'Alles prüfen',
    again: 'Noch einmal prüfen',
    running: 'Wird geprüft…',
    list: 'Was geprüft wurde',
    state: {
      waiting: 'Wartet',
      running: 'Wird geprüft',
      ok: 'In Ordnung',
      warning: 'Warnung',
      problem: 'Fehler',
      skipped: 'Nicht geprüft',
    },
    progress: (done, all) => `${done} von ${all} geprüft.`,
    fine: (time) => `Alles ist in Ordnung. Geprüft um ${time}.`,
    found: (found, time) =>
      `${[...(found.problems > 0 ? [problems(found.problems)] : []), ...(found.warnings > 0 ? [warnings(found.warnings)] : [])].join(', ')}. Geprüft um ${time}.`,
    cures: {
      'sign-in': 'Neu anmelden',
      retry: 'Erneut versuchen',
      move: (port) => `Port ${port} nehmen`,
      'repair-hosts': 'Aufräumen',
      hostnames: 'Hostnamen…',
      'keep-tokens': 'Einstellungen',
      terminal: 'Befehl kopieren',
    },
    signIn: 'Anmelden',
    line: 'Für ein Terminal',
  },

  report: {
    title: 'Fehlerbericht',
    hint: 'Versionen, Prüfung, Weiterleitungen, Verlauf und Protokoll, ohne Namen und Geheimnisse.',
    open: 'Fehlerbericht kopieren…',
    close: 'Fehlerbericht schließen',
    lead: 'Nichts wird gesendet. Bitte zuerst lesen, dann kopieren oder sichern und selbst anhängen. Konten, Projekte, Services und Hosts sind durch Platzhalter ersetzt; Geheimnisse fehlen. Er ist auf Englisch.',
    making: 'Alles wird geprüft und der Bericht geschrieben…',
    preview: 'Bericht in Markdown',
    copy: 'Bericht kopieren',
    save: 'Mit Protokoll sichern…',
  },
};
