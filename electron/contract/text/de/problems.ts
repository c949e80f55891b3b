import { GERMAN_ACCOUNT_PROBLEMS } from './problem-account.ts';
import { GERMAN_ENGINE_PROBLEMS } from './problem-engine.ts';
import { GERMAN_GROUP_PROBLEMS } from './problem-groups.ts';
import { GERMAN_HOSTNAME_PROBLEMS } from './problem-hostnames.ts';
import { GERMAN_CONNECTION_PROBLEMS } from './problem-connections.ts';
import { GERMAN_INSPECTOR_PROBLEMS } from './problem-inspector.ts';
import { GERMAN_DESKTOP_PROBLEMS, GERMAN_LINK_PROBLEMS } from './problem-links.ts';
import { because, inBrackets } from './reasons.ts';

type Args = Readonly<Record<string, string | number>>;

const minutes = (seconds: string | number) => Math.max(1, Math.ceil(Number(seconds) / 60));

/** What `PROBLEMS` says, in German. */
export const GERMAN_PROBLEMS = {
  offline: {
    title: 'Offline',
    text: () => 'Dieser Computer hat kein Netz. Weiterleitungen kommen von selbst zurück, sobald er wieder eines hat.',
    action: 'Jetzt versuchen',
  },
  ...GERMAN_ACCOUNT_PROBLEMS,
  'api-unreachable': {
    title: 'Northflank nicht erreichbar',
    text: ({ host, reason }: Args) =>
      `${host ?? 'Der API-Host'} hat nicht geantwortet${inBrackets(reason)}. Bitte Adresse, Netz und Proxy prüfen.`,
    action: 'Erneut versuchen',
  },
  'certificate-untrusted': {
    title: 'Zertifikat nicht vertrauenswürdig',
    text: ({ host, reason, issuer }: Args) =>
      `Das Zertifikat von ${host ?? 'diesem Server'} lässt sich nicht prüfen${inBrackets(reason)}.${issuer ? ` Ausgestellt hat es „${issuer}“: Wenn das keine private Plattform ist, öffnet vermutlich ein Proxy oder ein Sicherheitsprogramm auf dem Weg die TLS-Verbindung.` : ''} Gehört die Plattform oder der Proxy zu Ihnen, geben Sie beim Anmelden das CA-Zertifikat an.`,
    action: 'CA-Zertifikat angeben',
  },
  'proxy-failed': {
    title: 'Proxy verweigert oder gestört',
    text: ({ proxy, reason }: Args) =>
      `Der Proxy ${proxy ?? 'dieses Computers'} hat keinen Weg freigegeben${inBrackets(reason)}. Bitte die Proxy-Einstellungen des Systems prüfen oder HTTPS_PROXY (http://user:password@host:port) und NO_PROXY.`,
    action: 'Erneut versuchen',
  },
  'api-malformed': {
    title: 'Unerwartete Antwort',
    text: ({ host }: Args) =>
      `${host ?? 'Der API-Host'} hat etwas geantwortet, das nicht von der Northflank-API stammt. Bitte den API-Host und einen Proxy auf dem Weg prüfen.`,
    action: 'Erneut versuchen',
  },
  'api-failed': {
    title: 'Northflank meldet einen Fehler',
    text: ({ status, reason }: Args) =>
      `Die Anfrage ist mit Status ${status ?? '?'} fehlgeschlagen${reason ? `: ${because(reason)}` : ''}.`,
    action: 'Erneut versuchen',
  },
  'api-limited': {
    title: 'Anfragen aufgebraucht',
    text: ({ seconds }: Args) =>
      `Die Anfragen, die Northflank je Stunde erlaubt, sind aufgebraucht${seconds ? `; in ${minutes(seconds)} min gibt es neue` : ''}. Offene Weiterleitungen laufen weiter.`,
    action: 'Aktualisieren',
  },
  'resource-gone': {
    title: 'Nicht gefunden',
    text: ({ name }: Args) =>
      `${name ?? 'Diese Ressource'} gibt es bei Northflank nicht mehr, oder dieses Token darf sie nicht sehen.`,
    action: 'Aktualisieren',
  },
  ...GERMAN_ENGINE_PROBLEMS,
  'budget-kept': {
    title: 'Nur noch wenige Anfragen',
    text: ({ left, limit, seconds }: Args) =>
      `Von ${limit ?? 'den'} Anfragen, die Northflank je Stunde erlaubt, sind noch ${left ?? 'wenige'} übrig; Weiterleitungen gehen vor. Listen können veraltet sein${seconds ? `; in ${minutes(seconds)} min sind wieder alle Anfragen da` : ''}.`,
    action: 'Aktualisieren',
  },
  ...GERMAN_HOSTNAME_PROBLEMS,
  ...GERMAN_GROUP_PROBLEMS,
  ...GERMAN_CONNECTION_PROBLEMS,
  ...GERMAN_INSPECTOR_PROBLEMS,
  'kit-incomplete': {
    title: 'Nicht in den Zugangsdaten',
    text: ({ name }: Args) =>
      `Northflanks Antwort für ${name ?? 'diese Ressource'} enthält nicht, woraus dieser Text besteht. Es wurde nichts kopiert.`,
  },
  'client-missing': {
    title: 'Programm nicht gefunden',
    text: ({ program, install }: Args) =>
      `${program ?? 'Das Programm'} ist nicht auf diesem Computer oder nicht dort, wo Programme gesucht werden. Bitte installieren${install ? ` (${install})` : ''} oder den Befehl kopieren und dort ausführen, wo es ist.`,
  },
  'opener-failed': {
    title: 'Programm nicht gestartet',
    text: ({ name, reason }: Args) =>
      `${name ?? 'Das Programm'} konnte nicht gestartet werden${inBrackets(reason)}. Der Text lässt sich stattdessen kopieren.`,
  },
  'control-refused': {
    title: 'Nicht erlaubt',
    text: ({ name }: Args) =>
      `${name ?? 'Dieses Programm'} wurde nicht eingelassen. Es kann noch einmal fragen; geantwortet wird im Fenster von Portside.`,
  },
  'control-scope': {
    title: 'Nicht erlaubt',
    text: ({ name, scope }: Args) =>
      `${name ?? 'Dieses Programm'} darf das nicht: Es wurde ohne „${scope ?? 'dies'}“ eingelassen. Unter Einstellungen, Lokale Steuerung entfernt, wird es neu gefragt.`,
  },
  'control-crowded': {
    title: 'Zu viele Verbindungen',
    text: ({ name, count }: Args) =>
      `${name ?? 'Dieses Programm'} hat schon ${count ?? 'so viele'} Verbindungen offen, mehr darf ein Programm nicht haben.`,
  },
  'control-unreadable': {
    title: 'Anfrage nicht verstanden',
    text: () => 'Diese Anfrage kennt diese Version von Portside nicht.',
  },
  'control-unavailable': {
    title: 'Lokale Steuerung nicht offen',
    text: ({ name }: Args) =>
      `Programme können Portside in diesem Lauf nicht steuern${inBrackets(name)}. Alles andere funktioniert.`,
  },
  ...GERMAN_LINK_PROBLEMS,
  ...GERMAN_DESKTOP_PROBLEMS,
  'saved-unreadable': {
    title: 'Ein gespeicherter Eintrag war beschädigt',
    text: ({ entries, kept }: Args) =>
      `Portside konnte dies nicht lesen und hat es ausgelassen: ${entries ?? 'einen Teil des gespeicherten Stands'}. Alles andere ist erhalten.${kept ? ` Die alte Datei liegt unter ${kept}.` : ''}`,
  },
  unexpected: {
    title: 'Etwas Unerwartetes ist passiert',
    text: ({ scope, reason }: Args) =>
      `${reason ? because(reason) : 'Unbekannter Fehler'}${scope ? ` (in ${scope})` : ''}. Einzelheiten stehen im Protokoll.`,
    action: 'Protokoll zeigen',
  },
} as const;
