/**
 * Reasons are arguments of problems: short phrases of our own rooms, which know no language, or what a system or server
 * said. The former are said in German here, the latter are shown as they came.
 */
const PHRASES: Readonly<Record<string, string>> = {
  // Certificates and the network
  'it is self-signed': 'es ist selbst signiert',
  'its authority is not known here': 'die ausstellende Stelle ist hier nicht bekannt',
  'its authority is not trusted': 'der ausstellenden Stelle wird nicht vertraut',
  'its authority rejects this use': 'die ausstellende Stelle lehnt diese Verwendung ab',
  'its authority may not sign': 'die ausstellende Stelle darf nicht signieren',
  'it has expired': 'es ist abgelaufen',
  'it is not valid yet; check the clock': 'es gilt noch nicht; bitte die Uhr prüfen',
  'it was revoked': 'es wurde widerrufen',
  'its signature is wrong': 'die Signatur ist falsch',
  'its chain is too long': 'die Kette ist zu lang',
  'it was made for another purpose': 'es wurde für einen anderen Zweck ausgestellt',
  'it belongs to another name': 'es gehört zu einem anderen Namen',
  'the given CA certificate cannot be read': 'das angegebene CA-Zertifikat ist nicht lesbar',
  'its name is not known': 'der Name ist unbekannt',
  'its name could not be looked up': 'der Name ließ sich nicht auflösen',
  'it refuses connections': 'Verbindungen werden abgewiesen',
  'it cut the connection': 'die Verbindung wurde getrennt',
  'the connection was cut': 'die Verbindung wurde getrennt',
  'the connection to it failed': 'die Verbindung dorthin kam nicht zustande',
  'it took too long': 'es dauerte zu lange',
  'it took too long to find out': 'es herauszufinden dauerte zu lange',
  'there is no way to it': 'dorthin führt kein Weg',
  'it does not speak TLS': 'dort wird kein TLS gesprochen',
  'network error': 'Netzwerkfehler',
  'no answer in time': 'keine Antwort in der vorgesehenen Zeit',
  'invalid tunnel address': 'ungültige Tunneladresse',
  unknown: 'unbekannt',
  // Proxies
  'what it answered is not HTTP': 'die Antwort ist kein HTTP',
  'its value is not an address': 'der Wert ist keine Adresse',
  'it does not accept the user name and password': 'Benutzername und Passwort werden nicht angenommen',
  'it wants a user name and password': 'er verlangt Benutzernamen und Passwort',
  // Files
  'is not valid JSON': 'ist kein gültiges JSON',
  'belongs to another user': 'gehört einem anderen Benutzer',
  'can be changed by other users': 'kann von anderen Benutzern geändert werden',
  'lists are nested too deeply': 'Listen sind zu tief verschachtelt',
  'references (*) are not allowed': 'Verweise (*) sind nicht erlaubt',
  'references (&) are not allowed': 'Verweise (&) sind nicht erlaubt',
  'Map keys must be unique': 'Jeder Schlüssel darf nur einmal vorkommen',
  'a forward names either a service or an addon': 'eine Weiterleitung nennt entweder einen Service oder ein Addon',
  'this profile has no forwards': 'dieses Profil hat keine Weiterleitungen',
  'it was not found': 'es wurde nicht gefunden',
  'this user may not write there': 'dieses Benutzerkonto darf dort nicht schreiben',
  'nothing can be written on this disk': 'dieser Datenträger lässt sich nicht beschreiben',
  'the disk is full': 'der Datenträger ist voll',
  'this user may store no more there': 'dieses Benutzerkonto darf dort nicht mehr ablegen',
  'a folder has this name': 'ein Ordner heißt schon so',
  'the folder is not there any more': 'den Ordner gibt es nicht mehr',
  'the name is too long': 'der Name ist zu lang',
  'the disk has failed': 'der Datenträger ist ausgefallen',
  // Hosts file and permission
  'lines of another Portside would have changed': 'Zeilen eines anderen Portside hätten sich geändert',
  'other lines than those of Portside would have changed': 'andere Zeilen als die von Portside hätten sich geändert',
  'another program changed it back': 'ein anderes Programm hat sie zurückgeändert',
  'another program holds it': 'ein anderes Programm hält sie fest',
  'another program keeps changing it': 'ein anderes Programm ändert sie ständig',
  'too many names, or one that may not be written': 'zu viele Namen, oder einer, der nicht geschrieben werden darf',
  'a port that may not be relayed': 'ein Port, der nicht durchgereicht werden darf',
  'no alias is needed here': 'hier wird kein Alias gebraucht',
  'pkexec is not installed': 'pkexec ist nicht installiert',
  'pkexec is not set up on this system': 'pkexec ist auf diesem System nicht eingerichtet',
  'no program for password prompts runs in this session': 'in dieser Sitzung läuft kein Programm für Passwortabfragen',
  "the system's authorization service does not run": 'der Berechtigungsdienst des Systems läuft nicht',
  'the password was wrong, or this user may not': 'das Passwort war falsch, oder dieses Benutzerkonto darf das nicht',
  'the system gives no way to ask': 'das System bietet keinen Weg dafür',
  'a policy of this computer forbids it': 'eine Richtlinie dieses Computers verbietet es',
  'it was not granted': 'sie wurde nicht erteilt',
  'it did not start': 'er ist nicht gestartet',
  'it ended': 'er hat sich beendet',
  'it does not answer': 'er antwortet nicht',
  'the app was started in a folder whose name holds unusual characters':
    'die App wurde in einem Ordner mit ungewöhnlichen Zeichen im Namen gestartet',
};

const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/^network error (\S+)$/, 'Netzwerkfehler $1'],
  [/^it answered (\d+) for (.+)$/, 'die Antwort für $2 war $1'],
  [
    /^(\S+) proxies are not supported, only HTTP and HTTPS ones$/,
    '$1-Proxys werden nicht unterstützt, nur HTTP und HTTPS',
  ],
  [
    /^it wants a sign-in by another method, and only Basic is supported$/,
    'er verlangt eine andere Anmeldung als Basic',
  ],
  [
    /^it wants a sign-in by (\S+), and only Basic is supported$/,
    'er verlangt die Anmeldung $1, unterstützt wird nur Basic',
  ],
  [/^cannot be read \((\S+)\)$/, 'ist nicht lesbar ($1)'],
  [/^cannot be changed \((\S+)\)$/, 'lässt sich nicht ändern ($1)'],
  [/^version (\S+) needs a newer Portside$/, 'Version $1 braucht ein neueres Portside'],
  [/^(?:(.+): )?“(.+)” is not known$/, '„$2“ ist nicht bekannt'],
  [/^it did not start, code (\S+)$/, 'er ist nicht gestartet, Code $1'],
  [
    /^the path (.+) holds characters that shells could read as commands$/,
    'der Pfad $1 enthält Zeichen, die eine Shell als Befehl lesen könnte',
  ],
  [/^(.+) cannot be looked at$/, '$1 lässt sich nicht ansehen'],
  [/^every user of this computer can change (.+)$/, 'jedes Benutzerkonto dieses Computers kann $1 ändern'],
  [/^(.+) belongs to another user$/, '$1 gehört einem anderen Benutzerkonto'],
];

/** The reason in German, as far as it is one of ours. */
export function because(reason: string | number): string {
  const said = String(reason);
  if (Object.hasOwn(PHRASES, said)) return PHRASES[said] ?? said;
  const [pattern, words] = PATTERNS.find(([each]) => each.test(said)) ?? [];
  return pattern && words !== undefined ? said.replace(pattern, words) : said;
}

export const inBrackets = (reason: string | number | undefined): string => (reason ? ` (${because(reason)})` : '');
