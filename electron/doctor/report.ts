import { redact } from '../base/log.ts';
import type { Activity } from '../contract/activity.ts';
import type { Finding } from '../contract/doctor.ts';
import type { Forward, Tunnel } from '../contract/forward.ts';
import { hostPort } from '../contract/loopback.ts';
import type { Problem, ProblemArgs } from '../contract/problem.ts';
import { addressOf, type SessionState } from '../contract/session.ts';
import { defaultSettings } from '../contract/settings.ts';
import { problemOf, summarise } from '../contract/status.ts';
import { DOCTOR_WORDS, sayFinding } from '../contract/text/doctor.ts';
import { learnNames, type Machine } from './names.ts';
import type { Placeholders } from './placeholders.ts';

type ReportParts = {
  readonly state: SessionState;
  readonly machine: Machine;
  /** Those that all of one run share. */
  readonly names: Placeholders;
  /** What runs where, such as `Electron: 45.4.1`. */
  readonly versions: Readonly<Record<string, string>>;
  /** Newest last, one JSON text each. */
  readonly logLines: readonly string[];
  readonly now: number;
};

const MOST_FORWARDS = 100;
const MOST_ENTRIES = 40;
const MOST_LINES = 80;

/** Of a log line what the program itself wrote stays as it is: time, level, scope; all else is looked through. */
export function cleanLine(line: string, names: Placeholders): string {
  let entry: unknown;
  try {
    entry = JSON.parse(line);
  } catch {
    return names.text(line);
  }
  if (typeof entry !== 'object' || entry === null) return names.text(line);
  const { at, level, scope, message, ...fields } = entry as Readonly<Record<string, unknown>>;
  const own = (value: unknown, pattern: RegExp) => (pattern.test(String(value)) ? String(value) : '?');
  return redact(
    JSON.stringify({
      at: own(at, /^[\dTZ:.-]{1,30}$/),
      level: own(level, /^(?:debug|info|warn|error)$/),
      scope: own(scope, /^portside(?:\.[a-z-]{1,30}){0,4}$/),
      message: names.text(String(message)),
      ...(names.data(fields) as object),
    }),
  );
}

const cleanArgs = (args: ProblemArgs | undefined, names: Placeholders) =>
  args && { args: names.data(args) as ProblemArgs };

/** A public authority is nobody's secret, and its name says that all is well. */
function cleanFinding({ args, problem, ...rest }: Finding, names: Placeholders): Finding {
  const issuer = rest.code === 'certificate-public' ? args?.['issuer'] : undefined;
  const clean = cleanArgs(args, names);
  return {
    ...rest,
    ...(clean && { args: { ...clean.args, ...(issuer !== undefined && { issuer }) } }),
    ...(problem && { problem: { code: problem.code, ...cleanArgs(problem.args, names) } }),
  };
}

const said = (problem: Problem | undefined, names: Placeholders): string =>
  problem ? ` · ${problem.code}${problem.args ? ` ${JSON.stringify(names.data(problem.args))}` : ''}` : '';

function ofTunnel(tunnel: Tunnel, names: Placeholders, now: number): string {
  const { port, status } = tunnel;
  const address = addressOf(tunnel);
  const at = address ? ` at ${hostPort(address)}` : '';
  const facts =
    status.kind === 'open'
      ? ` · verified ${Math.max(0, Math.round((now - status.verifiedAt) / 1000))} s ago${status.roundTripMs === undefined ? '' : `, ${Math.round(status.roundTripMs)} ms`}`
      : '';
  return `  - ${port.number} ${names.text(port.protocol)}: ${status.kind}${at}${facts}${said(problemOf(tunnel), names)}`;
}

function ofForward(forward: Forward, state: SessionState, names: Placeholders, now: number): string[] {
  const { target, status, wish, tunnels } = forward;
  const type = names.text(state.resources[forward.id]?.type ?? target.kind);
  const about = `${names.name(target.kind, target.resourceId)} in ${names.name('project', target.projectId)} (${type})`;
  const problem = 'problem' in status ? status.problem : undefined;
  return [
    `- ${about}: ${wish.on ? 'on' : 'off'}, ${summarise(forward)}${said(problem, names)}`,
    ...Object.values(tunnels).map((tunnel) => ofTunnel(tunnel, names, now)),
  ];
}

function ofActivity(
  { at, what, forward, tunnel, from, to, ms, count, problem }: Activity,
  names: Placeholders,
): string {
  const [, port] = /:(\d+)(?:@|$)/.exec(tunnel ?? '') ?? [];
  const place = (text: string) =>
    /^\[?[\d.:a-f]+\]?:\d+$/.test(text) ? names.text(text) : names.name('instance', text);
  const subject = forward === undefined ? 'app' : names.text(forward).split('/').slice(-1).join('');
  const parts = [
    new Date(at).toISOString(),
    subject + (port === undefined ? '' : `:${port}`),
    what,
    ...(from === undefined ? [] : [`from ${place(from)}`]),
    ...(to === undefined ? [] : [`to ${place(to)}`]),
    ...(ms === undefined ? [] : [`${ms} ms`]),
    ...(count === undefined ? [] : [`${count} times`]),
  ];
  return `- ${parts.join(' ')}${said(problem, names)}`;
}

function changedSettings({ settings }: SessionState): string {
  const changed = Object.entries(settings).flatMap(([name, value]) => {
    if (JSON.stringify(value) === JSON.stringify(defaultSettings[name as keyof typeof defaultSettings])) return [];
    // What a network is called is nobody's business.
    if (name === 'proxy' || name === 'ca') return [`${name}: given`];
    return [Array.isArray(value) ? `${name} (${value.length} entries)` : `${name}: ${String(value)}`];
  });
  return changed.length > 0 ? changed.join(', ') : 'as in a new installation';
}

const section = (title: string, lines: readonly string[], none: string): string[] => [
  '',
  `## ${title}`,
  '',
  ...(lines.length > 0 ? lines : [none]),
];

/** A bug report in Markdown, in English whoever writes it. Nothing in it names an account, a project, a host or a person, and no secret is in it. */
export function writeReport({ state, machine, names, versions, logLines, now }: ReportParts): string {
  learnNames(names, state, machine);
  const { doctor } = state;
  // The state stands first: "Token: ok" would be taken for a secret and left out.
  const examined = doctor.checks.flatMap(({ id, state: result, findings }) => [
    `- [${result}] ${DOCTOR_WORDS.en.titles[id]}`,
    ...findings.map((finding) => `  - ${sayFinding(cleanFinding(finding, names), 'en')}`),
  ]);
  const accounts = Object.values(state.accounts).map(
    ({ id, host, scope, state: status, catalog, problem }) =>
      `- ${names.name('account', id)}: ${status}, ${scope}, ${String(names.data(host, 'host'))}, catalogue ${catalog.state}${said(problem, names)}`,
  );
  // What does not work comes first; a long list is cut at what does.
  const forwards = Object.values(state.forwards).toSorted(
    (a, b) =>
      Number(summarise(a) === 'live') - Number(summarise(b) === 'live') || Number(b.wish.on) - Number(a.wish.on),
  );
  // Whose programs connect in good order is nobody's business.
  const entries = Object.values(state.activity)
    .filter(({ what }) => what !== 'connected')
    .slice(-MOST_ENTRIES);
  const lines = logLines.slice(-MOST_LINES).map((line) => cleanLine(line, names));
  const { hostnames } = state;
  const text = [
    '# Portside bug report',
    '',
    'Names, hosts and ids are placeholders that stay the same throughout. Secrets are left out.',
    ...section(
      'Versions',
      Object.entries(versions).map(([name, value]) => `- ${name}: ${names.text(value)}`),
      '',
    ),
    `- Settings: ${changedSettings(state)}`,
    `- Hostnames: ${hostnames.wished ? 'on' : 'off'}, ${hostnames.state}${hostnames.how ? ` (${hostnames.how})` : ''}, ${hostnames.kept} names, ${hostnames.conflicts.length} conflicts${said(hostnames.problem, names)}`,
    ...section('Examination', examined, 'Not done.'),
    ...section('Accounts', accounts, 'None.'),
    ...section(
      'Forwards',
      forwards.slice(0, MOST_FORWARDS).flatMap((forward) => ofForward(forward, state, names, now)),
      'None.',
    ),
    ...(forwards.length > MOST_FORWARDS ? [`- and ${forwards.length - MOST_FORWARDS} more`] : []),
    ...section(
      'Problems',
      Object.values(state.problems).map((problem) => `-${said(problem, names).replace(' ·', '')}`),
      'None of the whole app.',
    ),
    ...section(
      'Activity',
      entries.map((entry) => ofActivity(entry, names)),
      'None.',
    ),
    ...section('Log', lines.length > 0 ? ['~~~~', ...lines, '~~~~'] : [], 'Empty.'),
    '',
  ].join('\n');
  return redact(text);
}
