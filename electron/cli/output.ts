import type { Problem } from '../contract/problem.ts';
import type { PortForwardingInfo } from '../forwarding/types.ts';
import { sentenceOf } from './sentence.ts';
import type { World } from './world.ts';

/** A port, or a whole target where nothing is known of its ports. */
export type Subject = Pick<PortForwardingInfo, 'type' | 'projectId' | 'id'> &
  Partial<Omit<PortForwardingInfo, 'protocol' | 'ipOnly'>> & { readonly protocol?: string };

export type Counts = { readonly open: number; readonly failed: number; readonly retrying: number };

/** Where the course of a forward is told, for people or for programs. */
export type Output = {
  readonly start: (what: string) => void;
  readonly open: (port: Required<Pick<Subject, 'address' | 'port'>> & Subject) => void;
  readonly retrying: (subject: Subject, problem: Problem) => void;
  readonly failed: (subject: Subject, problem: Problem) => void;
  readonly closed: (port: Subject) => void;
  readonly ready: (counts: Counts) => void;
  /** A sentence that belongs to no port. */
  readonly warn: (sentence: string) => void;
};

type Streams = Pick<World, 'stdout' | 'stderr' | 'env'>;

/** One object per line on stdout; what went wrong is told as a sentence on stderr too. */
export function createJsonOutput({ stdout, stderr }: Streams): Output {
  const write = (event: string, fields: object) => stdout.write(`${JSON.stringify({ event, ...fields })}\n`);
  const warn = (sentence: string) => stderr.write(`${sentence}\n`);
  const facts = (subject: Subject) => {
    const { type, projectId, id, portName, protocol, address, port, portRemote, hostnames, instance, notice } = subject;
    return { type, projectId, id, portName, protocol, address, port, portRemote, hostnames, instance, notice };
  };
  const trouble = (problem: Problem) => ({ code: problem.code, message: sentenceOf(problem) });
  return {
    start: () => {},
    open: (port) => write('open', facts(port)),
    retrying(subject, problem) {
      write('retrying', { ...facts(subject), ...trouble(problem) });
      warn(complaint(subject, problem));
    },
    failed(subject, problem) {
      write('failed', { ...facts(subject), ...trouble(problem) });
      warn(complaint(subject, problem));
    },
    closed: (port) => write('closed', facts(port)),
    ready: (counts) => write('ready', counts),
    warn,
  };
}

/** Width of the longest address and port. */
const PLACE_WIDTH = '127.24.255.255:65535'.length;

type HumanOptions = {
  /** Only what went wrong. */
  readonly quiet: boolean;
  /** Host names lead to the forwards, so they are shown. */
  readonly withNames: boolean;
};

/** Addresses on stdout, trouble on stderr. */
export function createHumanOutput({ stdout, stderr, env }: Streams, { quiet, withNames }: HumanOptions): Output {
  const say = (text: string) => {
    if (!quiet) stdout.write(`${text}\n`);
  };
  const bold = painter(stdout, env, 1);
  const dim = painter(stdout, env, 2);
  const red = painter(stderr, env, 31);
  const yellow = painter(stderr, env, 33);
  return {
    start: (what) => say(what),
    open({ address, port, id, portName, protocol, hostnames = [], instance, notice }) {
      const place = `${address}:${port}`;
      const gap = ' '.repeat(Math.max(0, PLACE_WIDTH - place.length));
      const which = [id, portName, instance].filter((each) => each !== undefined).join(' ');
      say(`  ${bold(place)}${gap}  ${which} ${dim(`(${protocol})`)}`);
      const scheme = protocol === 'HTTP' ? 'http://' : '';
      for (const name of withNames ? hostnames : [])
        say(`  ${' '.repeat(PLACE_WIDTH)}  ${dim(`${scheme}${name}:${port}`)}`);
      if (notice) stderr.write(`${yellow(notice)}\n`);
    },
    retrying: (subject, problem) => void stderr.write(`${yellow(complaint(subject, problem))}\n`),
    failed: (subject, problem) => void stderr.write(`${red(complaint(subject, problem))}\n`),
    closed: () => {},
    ready({ open, failed, retrying }) {
      const more = [retrying > 0 && `${retrying} waiting`, failed > 0 && `${failed} failed`].filter(Boolean);
      if (open > 0)
        say([`${open} ${open === 1 ? 'port' : 'ports'} open`, ...more].join(', ') + dim('. Ctrl-C ends it.'));
    },
    warn: (sentence) => void stderr.write(`${red(sentence)}\n`),
  };
}

function complaint({ id, portRemote, portName }: Subject, problem: Problem): string {
  const text = sentenceOf(problem);
  if (text.startsWith(`${id} `)) return text;
  const which = portRemote === undefined ? id : `${id}:${portRemote}${portName ? ` (${portName})` : ''}`;
  return `${which}: ${text}`;
}

/** Colours only where someone looks, and not against their wish (no-color.org). */
function painter(stream: World['stdout'], env: World['env'], code: number): (text: string) => string {
  if (!stream.isTTY || env['NO_COLOR'] || env['TERM'] === 'dumb') return (text) => text;
  return (text) => `\u001b[${code}m${text}\u001b[0m`;
}
