import { spokenLanguage, type Language } from './language.ts';
import { ACCOUNT_PROBLEMS } from './problem-account.ts';
import { CATALOG_PROBLEMS } from './problem-catalog.ts';
import { CONNECTION_PROBLEMS } from './problem-connections.ts';
import { DESKTOP_PROBLEMS } from './problem-desktop.ts';
import { GROUP_PROBLEMS } from './problem-groups.ts';
import { CONTROL_PROBLEMS } from './problem-control.ts';
import { HOSTNAME_PROBLEMS } from './problem-hostnames.ts';
import { INSPECTOR_PROBLEMS } from './problem-inspector.ts';
import { KIT_PROBLEMS } from './problem-kit.ts';
import { GERMAN_PROBLEMS } from './text/de/problems.ts';
import { LINK_PROBLEMS } from './problem-links.ts';
import { PORT_PROBLEMS } from './problem-ports.ts';

/**
 * With the `problem-*.ts` beside it the only place with English words for what can go wrong; others are in `text/`. A problem is data with a stable code:
 * window, tray, notification and terminal say the same. Absence means healed.
 */
export type Severity = 'info' | 'warning' | 'error';

/** What the problem's button does; the shell or window maps it to a command or a place. */
export type Remedy =
  | 'sign-in'
  | 'retry'
  | 'refresh'
  | 'show-log'
  | 'allow-hostnames'
  | 'keep-tokens'
  | 'forget-cli-token'
  | 'none';

type Text = {
  readonly title: string;
  readonly text: (args: ProblemArgs) => string;
  readonly severity: Severity;
  readonly remedy: Remedy;
  /** What the remedy's button says; absent where `remedy` is `none`. */
  readonly action?: string;
};

export type ProblemArgs = Readonly<Record<string, string | number>>;

export const PROBLEMS = {
  offline: {
    title: 'Offline',
    text: () => 'This computer has no network. Forwards come back by themselves once it has.',
    severity: 'warning',
    remedy: 'retry',
    action: 'Try now',
  },
  ...ACCOUNT_PROBLEMS,
  'api-unreachable': {
    title: 'Northflank cannot be reached',
    text: ({ host, reason }) =>
      `${host ?? 'The API host'} did not answer${reason ? ` (${reason})` : ''}. Check the address, the network and the proxy.`,
    severity: 'error',
    remedy: 'retry',
    action: 'Try again',
  },
  'certificate-untrusted': {
    title: 'Certificate not trusted',
    text: ({ host, reason, issuer }) =>
      `The certificate of ${host ?? 'the server'} cannot be verified${reason ? ` (${reason})` : ''}.${issuer ? ` It was issued by "${issuer}": unless this is a private platform, a proxy or security program on the way seems to open TLS.` : ''} If it is your own platform or proxy, add its CA certificate when you sign in.`,
    severity: 'error',
    remedy: 'sign-in',
    action: 'Add a CA certificate',
  },
  'proxy-failed': {
    title: 'Proxy refuses or fails',
    text: ({ proxy, reason }) =>
      `The proxy ${proxy ?? 'of this computer'} gave no way through${reason ? ` (${reason})` : ''}. Check the system’s proxy settings, or HTTPS_PROXY (http://user:password@host:port) and NO_PROXY.`,
    severity: 'error',
    remedy: 'retry',
    action: 'Try again',
  },
  'api-malformed': {
    title: 'Unexpected answer',
    text: ({ host }) =>
      `${host ?? 'The API host'} answered with something that is not Northflank’s API. Check the API host and any proxy in between.`,
    severity: 'error',
    remedy: 'retry',
    action: 'Try again',
  },
  'api-failed': {
    title: 'Northflank reported an error',
    text: ({ status, reason }) => `The request failed with status ${status ?? '?'}${reason ? `: ${reason}` : ''}.`,
    severity: 'error',
    remedy: 'retry',
    action: 'Try again',
  },
  'api-limited': {
    title: 'Request limit reached',
    text: ({ seconds }) =>
      `Northflank’s limit of requests per hour is used up${seconds ? `; it resets in ${Math.ceil(Number(seconds) / 60)} min` : ''}. Open forwards keep working.`,
    severity: 'warning',
    remedy: 'refresh',
    action: 'Refresh',
  },
  'resource-gone': {
    title: 'Not found',
    text: ({ name }) => `${name ?? 'The resource'} does not exist at Northflank any more, or this token cannot see it.`,
    severity: 'error',
    remedy: 'refresh',
    action: 'Refresh',
  },
  'no-instance': {
    title: 'No running instance',
    text: ({ name, isWaited = 1 }) =>
      `${name ?? 'The resource'} has no running instance. Start or scale it at Northflank${isWaited ? '; the forward opens by itself' : ', then try again'}.`,
    severity: 'warning',
    remedy: 'retry',
    action: 'Check now',
  },
  'no-ports': {
    title: 'No ports',
    text: ({ name, ports }) =>
      ports
        ? `${name ?? 'The resource'} has no port ${ports}.`
        : `${name ?? 'The resource'} has no port to forward. Add a port at Northflank, then try again.`,
    severity: 'warning',
    remedy: 'retry',
    action: 'Check now',
  },
  'port-in-use': {
    title: 'Port in use',
    text: ({ address, moved, program, pid }) => {
      const holder = pid ? `${program ?? 'a program'} (process ${pid})` : 'another program';
      return moved
        ? `${address} is taken by ${holder}, so this port is served at ${moved} instead.`
        : `${address ?? 'The local port'} is taken by ${holder}. Stop that program, then retry.`;
    },
    severity: 'error',
    remedy: 'retry',
    action: 'Retry',
  },
  'port-forbidden': {
    title: 'Port needs permission',
    text: ({ address, moved }) =>
      moved
        ? `This system does not let ordinary programs listen on ${address}, so this port is served at ${moved} instead.`
        : `This system does not let ordinary programs listen on ${address ?? 'this port'}.`,
    severity: 'warning',
    remedy: 'retry',
    action: 'Retry',
  },
  'address-missing': {
    title: 'Address not available',
    text: ({ address }) => `${address ?? 'The loopback address'} does not exist on this computer.`,
    severity: 'error',
    remedy: 'retry',
    action: 'Retry',
  },
  'endpoint-gone': {
    title: 'Instance gone',
    text: () =>
      'The instance was restarted or removed. Portside is looking for its successor; new connections wait for it.',
    severity: 'warning',
    remedy: 'retry',
    action: 'Look now',
  },
  'endpoint-refused': {
    title: 'Gateway refused the tunnel',
    text: ({ status, reason }) => `The gateway answered ${status ?? 'with an error'}${reason ? `: ${reason}` : ''}.`,
    severity: 'error',
    remedy: 'retry',
    action: 'Retry',
  },
  'endpoint-unreachable': {
    title: 'Gateway cannot be reached',
    text: ({ reason }) => `The tunnel gateway did not answer${reason ? ` (${reason})` : ''}. Portside keeps trying.`,
    severity: 'warning',
    remedy: 'retry',
    action: 'Try now',
  },
  'endpoint-silent': {
    title: 'No answer behind the gateway',
    text: ({ seconds }) =>
      `The gateway connects this port, but what runs there has not answered${seconds ? ` within ${seconds} s` : ''}. It may be starting, busy or stuck; connections are passed on all the same.`,
    severity: 'warning',
    remedy: 'retry',
    action: 'Ask again',
  },
  'not-open': {
    title: 'Not open',
    text: ({ name }) => `${name ?? 'This port'} is not open on this computer at the moment.`,
    severity: 'warning',
    remedy: 'none',
  },
  ...CATALOG_PROBLEMS,
  ...HOSTNAME_PROBLEMS,
  ...GROUP_PROBLEMS,
  ...KIT_PROBLEMS,
  ...CONNECTION_PROBLEMS,
  ...INSPECTOR_PROBLEMS,
  ...CONTROL_PROBLEMS,
  ...LINK_PROBLEMS,
  ...DESKTOP_PROBLEMS,
  ...PORT_PROBLEMS,
  'saved-unreadable': {
    title: 'A saved entry was damaged',
    text: ({ entries, kept }) =>
      `Portside could not read this and left it out: ${entries ?? 'part of the saved state'}. Everything else was kept.${kept ? ` The old file is at ${kept}.` : ''}`,
    severity: 'warning',
    remedy: 'none',
  },
  unexpected: {
    title: 'Something unexpected happened',
    text: ({ scope, reason }) =>
      `${reason ?? 'Unknown error'}${scope ? ` (in ${scope})` : ''}. The log has the details.`,
    severity: 'error',
    remedy: 'show-log',
    action: 'Show log',
  },
} satisfies Record<string, Text>;

export type ProblemCode = keyof typeof PROBLEMS;

export type Problem = {
  readonly code: ProblemCode;
  readonly args?: ProblemArgs;
};

type ProblemText = {
  readonly title: string;
  readonly text: string;
  readonly severity: Severity;
  readonly remedy: Remedy;
  readonly action?: string;
};

type SaidOf<Entry> = Pick<Text, 'title' | 'text'> & { readonly [Key in Extract<keyof Entry, 'action'>]: string };

/** The words of each language; a new problem is not complete before it has them all. */
const WORDS: Readonly<Record<Language, { readonly [Code in ProblemCode]: SaidOf<(typeof PROBLEMS)[Code]> }>> = {
  en: PROBLEMS,
  de: GERMAN_PROBLEMS,
};

export function describe({ code, args = {} }: Problem, language: Language = spokenLanguage()): ProblemText {
  const { severity, remedy }: Text = PROBLEMS[code];
  const { title, text, action }: Pick<Text, 'title' | 'text' | 'action'> = WORDS[language][code];
  return { title, text: text(args), severity, remedy, ...(action && { action }) };
}

export function problem(code: ProblemCode, args?: ProblemArgs): Problem {
  return args ? { code, args } : { code };
}
