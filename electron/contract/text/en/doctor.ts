import { momentIn } from '../../language.ts';

export type FindingArgs = Readonly<Record<string, string | number>>;

type Say = (args: FindingArgs) => string;

const many = (count: unknown, one: string, other: string) => `${String(count)} ${Number(count) === 1 ? one : other}`;
const span = (seconds: number): string =>
  seconds < 120 ? many(Math.round(seconds), 'second', 'seconds') : many(Math.round(seconds / 60), 'minute', 'minutes');

/** Who holds a port, as far as this user may know. */
function holder({ program, pid, uid }: FindingArgs): string {
  if (program !== undefined) return `${program} (process ${pid ?? '?'})`;
  if (pid !== undefined) return `process ${pid}`;
  return uid === undefined ? 'a program that this user may not see' : `a program of another user (id ${uid})`;
}

/** Words of the examination and of bug reports. */
export const englishDoctor = {
  /** What each check is called. */
  titles: {
    token: 'Token',
    api: 'Northflank’s API',
    proxy: 'Proxy',
    certificate: 'Certificate',
    clock: 'Clock',
    gateway: 'Tunnel gateway',
    ports: 'Local ports',
    loopback: 'Loopback addresses',
    'hosts-file': 'Hosts file',
    hostnames: 'Hostnames',
    tray: 'Tray',
    'key-store': 'Key store',
    disk: 'Disk',
  },
  /** While a check has not ended. */
  waiting: { waiting: 'Waiting…', running: 'Looking…' },
  /** One sentence for each thing that can be found; an empty one leaves the word to the problem. */
  findings: {
    'signed-out': () => 'Nobody is signed in.',
    'token-fine': ({ account, until }) =>
      `${account}: accepted${until ? `, valid until ${momentIn('en', until)}` : ''}.`,
    'token-soon': ({ account, until }) => `${account}: accepted, but it expires on ${momentIn('en', until ?? '')}.`,
    'token-narrow': ({ account, missing }) => `${account}: accepted, but its role lacks ${missing}.`,
    'token-bad': ({ account }) => `${account}:`,
    'api-fine': ({ host, ms }) => `${host} answered in ${ms} ms.`,
    'api-slow': ({ host, ms }) => `${host} answered, but only after ${ms} ms.`,
    'api-bad': ({ host }) => `${host}:`,
    'proxy-none': ({ host }) => `${host} is reached directly.`,
    'proxy-used': ({ host, proxy }) => `${host} is reached through ${proxy}.`,
    'proxy-bad': ({ host }) => `${host}:`,
    'certificate-public': ({ host, issuer }) => `${host} shows a certificate of ${issuer}, a public authority.`,
    'certificate-own': ({ host, issuer }) =>
      `${host} shows a certificate of ${issuer}, which was added at sign-in for this account.`,
    'certificate-added': ({ host, issuer }) =>
      `${host} shows a certificate of ${issuer}, an authority that was added to this computer.`,
    'certificate-opened': ({ host, issuer }) =>
      `${host} shows a certificate of ${issuer}, which is no public authority: a proxy or security program on the way opens TLS and can read what passes, tokens included.`,
    'certificate-bad': ({ host }) => `${host}:`,
    'not-reached': ({ host }) => `Not known: ${host} was not reached.`,
    'clock-fine': ({ seconds }) =>
      Number(seconds) < 2 ? 'Agrees with Northflank.' : `Agrees with Northflank within ${span(Number(seconds))}.`,
    'clock-ahead': ({ seconds }) =>
      `This computer’s clock is ${span(Number(seconds))} ahead. Tokens and certificates look expired where clocks are wrong.`,
    'clock-behind': ({ seconds }) =>
      `This computer’s clock is ${span(Number(seconds))} behind. Tokens and certificates look not yet valid where clocks are wrong.`,
    'clock-untold': ({ host }) => `${host} did not say what time it is.`,
    'gateway-idle': () => 'Not tested: no forward is on.',
    'gateway-fine': ({ count, ms }) =>
      `${many(count, 'port was', 'ports were')} verified just now${ms === undefined ? '' : `, the slowest in ${ms} ms`}.`,
    'gateway-late': ({ name }) => `${name} has not been verified in time.`,
    'gateway-bad': ({ name }) => `${name}:`,
    'ports-fine': () => 'No port is held by another program.',
    'port-held': ({ name, address, ...who }) => `${address} (${name}) is held by ${holder(who)}.`,
    'port-moved': ({ name, address, moved, ...who }) =>
      `${address} (${name}) is held by ${holder(who)}, so it is served at ${moved}.`,
    'port-free': ({ name, address }) => `${address} (${name}) is free again.`,
    'loopback-fine': ({ address }) => `${address} can be bound and reached.`,
    'loopback-missing': ({ address }) =>
      `${address} does not exist on this computer, so forwards share 127.0.0.1. The hostname helper makes such addresses.`,
    'loopback-bad': ({ address, reason }) => `${address} cannot be used (${reason}).`,
    'hosts-fine': () => 'Readable, and nothing stands in it that does not belong there.',
    'hosts-unreadable': ({ file, reason }) => `${file} cannot be read (${reason}).`,
    'hosts-damaged': () => 'The marks around Portside’s lines are damaged.',
    'hosts-left': ({ count }) => `${many(count, 'name', 'names')} of a Portside that has ended are still in it.`,
    'hosts-official': ({ count }) =>
      `${many(count, 'name', 'names')} of Northflank’s own client are in it. That client may be running.`,
    'hosts-conflicts': ({ count, names }) => `${many(count, 'name leads', 'names lead')} elsewhere: ${names}.`,
    'hostnames-off': () => 'Off. Forwards work by address.',
    'hostnames-waiting': () => 'Your permission has not been asked for in this run.',
    'hostnames-direct': ({ count }) => `On, ${many(count, 'name', 'names')}. Portside may write the hosts file itself.`,
    'hostnames-helper': ({ count }) => `On, ${many(count, 'name', 'names')}. The helper runs.`,
    'hostnames-bad': () => '',
    'tray-fine': () => 'The desktop shows it.',
    'tray-missing': () =>
      'This desktop shows no tray icons, so the window is minimised instead of hidden. On GNOME an extension such as AppIndicator adds them.',
    'keys-fine': () => 'Tokens are sealed by the key store of this computer.',
    'keys-basic': () => 'This desktop has no key store that is known.',
    'keys-silent': () => 'The key store does not answer: it is locked, or not running.',
    'keys-unknown': () => 'It has not been asked yet.',
    'disk-fine': ({ free }) => `Portside’s folder can be written, ${free} are free.`,
    'disk-low': ({ free }) => `Only ${free} are free. Settings and wishes are lost where a disk is full.`,
    'disk-bad': ({ reason }) => `Portside’s folder cannot be written (${reason}).`,
    late: ({ seconds }) => `No result after ${span(Number(seconds))}.`,
    broken: () => '',
  } satisfies Record<string, Say>,
} as const;

export type FindingCode = keyof (typeof englishDoctor)['findings'];
