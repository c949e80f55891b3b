import { momentIn, type Words } from '../../language.ts';
import type { englishDoctor, FindingArgs } from '../en/doctor.ts';

const many = (count: unknown, one: string, other: string) => `${String(count)} ${Number(count) === 1 ? one : other}`;
const span = (seconds: number): string =>
  seconds < 120
    ? many(Math.round(seconds), 'Sekunde', 'Sekunden')
    : many(Math.round(seconds / 60), 'Minute', 'Minuten');

/** Who holds a port, as far as this user may know. */
function holder({ program, pid, uid }: FindingArgs): string {
  if (program !== undefined) return `${program} (Prozess ${pid ?? '?'})`;
  if (pid !== undefined) return `Prozess ${pid}`;
  return uid === undefined
    ? 'ein Programm, das dieser Benutzer nicht sehen darf'
    : `ein Programm eines anderen Benutzers (Nummer ${uid})`;
}

/** Words of the examination. */
export const germanDoctor: Words<typeof englishDoctor> = {
  titles: {
    token: 'Token',
    api: 'API von Northflank',
    proxy: 'Proxy',
    certificate: 'Zertifikat',
    clock: 'Uhr',
    gateway: 'Tunnel-Gateway',
    ports: 'Lokale Ports',
    loopback: 'Loopback-Adressen',
    'hosts-file': 'Hosts-Datei',
    hostnames: 'Hostnamen',
    tray: 'Infobereich',
    'key-store': 'Schlüsselbund',
    disk: 'Festplatte',
  },
  waiting: { waiting: 'Wartet…', running: 'Wird geprüft…' },
  findings: {
    'signed-out': () => 'Niemand ist angemeldet.',
    'token-fine': ({ account, until }) =>
      `${account}: angenommen${until ? `, gültig bis ${momentIn('de', until)}` : ''}.`,
    'token-soon': ({ account, until }) => `${account}: angenommen, läuft aber am ${momentIn('de', until ?? '')} ab.`,
    'token-narrow': ({ account, missing }) => `${account}: angenommen, aber der Rolle fehlt ${missing}.`,
    'token-bad': ({ account }) => `${account}:`,
    'api-fine': ({ host, ms }) => `${host} antwortete in ${ms} ms.`,
    'api-slow': ({ host, ms }) => `${host} antwortete, aber erst nach ${ms} ms.`,
    'api-bad': ({ host }) => `${host}:`,
    'proxy-none': ({ host }) => `${host} wird direkt erreicht.`,
    'proxy-used': ({ host, proxy }) => `${host} wird über ${proxy} erreicht.`,
    'proxy-bad': ({ host }) => `${host}:`,
    'certificate-public': ({ host, issuer }) =>
      `${host} zeigt ein Zertifikat von ${issuer}, einer öffentlichen Zertifizierungsstelle.`,
    'certificate-own': ({ host, issuer }) =>
      `${host} zeigt ein Zertifikat von ${issuer}, das bei der Anmeldung für dieses Konto hinzugefügt wurde.`,
    'certificate-added': ({ host, issuer }) =>
      `${host} zeigt ein Zertifikat von ${issuer}, einer Stelle, der dieser Computer zusätzlich vertraut.`,
    'certificate-opened': ({ host, issuer }) =>
      `${host} zeigt ein Zertifikat von ${issuer}, keiner öffentlichen Stelle: Ein Proxy oder Schutzprogramm auf dem Weg öffnet TLS und kann alles mitlesen, auch Token.`,
    'certificate-bad': ({ host }) => `${host}:`,
    'not-reached': ({ host }) => `Unbekannt: ${host} war nicht zu erreichen.`,
    'clock-fine': ({ seconds }) =>
      Number(seconds) < 2 ? 'Stimmt mit Northflank überein.' : `Weicht von Northflank um ${span(Number(seconds))} ab.`,
    'clock-ahead': ({ seconds }) =>
      `Die Uhr dieses Computers geht ${span(Number(seconds))} vor. Bei falscher Uhr wirken Token und Zertifikate abgelaufen.`,
    'clock-behind': ({ seconds }) =>
      `Die Uhr dieses Computers geht ${span(Number(seconds))} nach. Bei falscher Uhr wirken Token und Zertifikate noch nicht gültig.`,
    'clock-untold': ({ host }) => `${host} hat die Uhrzeit nicht genannt.`,
    'gateway-idle': () => 'Nicht geprüft: Keine Weiterleitung ist an.',
    'gateway-fine': ({ count, ms }) =>
      `${many(count, 'Port wurde', 'Ports wurden')} eben bestätigt${ms === undefined ? '' : `, der langsamste in ${ms} ms`}.`,
    'gateway-late': ({ name }) => `${name} wurde nicht rechtzeitig bestätigt.`,
    'gateway-bad': ({ name }) => `${name}:`,
    'ports-fine': () => 'Kein Port ist von einem anderen Programm belegt.',
    'port-held': ({ name, address, ...who }) => `${address} (${name}) ist belegt durch ${holder(who)}.`,
    'port-moved': ({ name, address, moved, ...who }) =>
      `${address} (${name}) ist belegt durch ${holder(who)}, deshalb steht der Port unter ${moved}.`,
    'port-free': ({ name, address }) => `${address} (${name}) ist wieder frei.`,
    'loopback-fine': ({ address }) => `${address} lässt sich belegen und erreichen.`,
    'loopback-missing': ({ address }) =>
      `${address} gibt es auf diesem Computer nicht, deshalb teilen sich Weiterleitungen 127.0.0.1. Der Helfer für Hostnamen legt solche Adressen an.`,
    'loopback-bad': ({ address, reason }) => `${address} ist nicht zu gebrauchen (${reason}).`,
    'hosts-fine': () => 'Lesbar, und nichts steht darin, was nicht hineingehört.',
    'hosts-unreadable': ({ file, reason }) => `${file} ist nicht lesbar (${reason}).`,
    'hosts-damaged': () => 'Die Marken um die Zeilen von Portside sind beschädigt.',
    'hosts-left': ({ count }) =>
      `${many(count, 'Name', 'Namen')} eines Portside, das beendet ist, ${Number(count) === 1 ? 'steht' : 'stehen'} noch darin.`,
    'hosts-official': ({ count }) =>
      `${many(count, 'Name', 'Namen')} von Northflanks eigenem Programm ${Number(count) === 1 ? 'steht' : 'stehen'} darin. Vielleicht läuft es gerade.`,
    'hosts-conflicts': ({ count, names }) => `${many(count, 'Name führt', 'Namen führen')} woandershin: ${names}.`,
    'hostnames-off': () => 'Aus. Weiterleitungen gehen über Adressen.',
    'hostnames-waiting': () => 'Nach der Erlaubnis wurde in diesem Lauf noch nicht gefragt.',
    'hostnames-direct': ({ count }) =>
      `An, ${many(count, 'Name', 'Namen')}. Portside darf die Hosts-Datei selbst schreiben.`,
    'hostnames-helper': ({ count }) => `An, ${many(count, 'Name', 'Namen')}. Der Helfer läuft.`,
    'hostnames-bad': () => '',
    'tray-fine': () => 'Die Arbeitsumgebung zeigt ihn.',
    'tray-missing': () =>
      'Diese Arbeitsumgebung zeigt keine Symbole im Infobereich, deshalb wird das Fenster minimiert statt verborgen. Unter GNOME hilft eine Erweiterung wie AppIndicator.',
    'keys-fine': () => 'Token versiegelt der Schlüsselbund dieses Computers.',
    'keys-basic': () => 'Diese Arbeitsumgebung hat keinen bekannten Schlüsselbund.',
    'keys-silent': () => 'Der Schlüsselbund antwortet nicht: Er ist gesperrt oder läuft nicht.',
    'keys-unknown': () => 'Er wurde noch nicht gefragt.',
    'disk-fine': ({ free }) => `Der Ordner von Portside lässt sich beschreiben, ${free} sind frei.`,
    'disk-low': ({ free }) =>
      `Nur ${free} sind frei. Auf einer vollen Festplatte gehen Einstellungen und Wünsche verloren.`,
    'disk-bad': ({ reason }) => `Der Ordner von Portside lässt sich nicht beschreiben (${reason}).`,
    late: ({ seconds }) => `Kein Ergebnis nach ${span(Number(seconds))}.`,
    broken: () => '',
  },
};
