import {
  CircleX,
  CloudOff,
  Hourglass,
  KeyRound,
  type LucideIcon,
  CirclePause,
  RotateCw,
  TriangleAlert,
  WifiOff,
  Hammer,
  PlugZap,
} from 'lucide-react';
import { type Resource, whyNotForwardable } from '../../electron/contract/catalog.ts';
import type { Forward, Tunnel } from '../../electron/contract/forward.ts';
import { needsSignIn } from '../../electron/contract/problem-account.ts';
import { describe, type Problem } from '../../electron/contract/problem.ts';
import { addressOf } from '../../electron/contract/session.ts';
import { type Summary, summarise, troubleOf } from '../../electron/contract/status.ts';
import { stateWords } from '../projects/resource-words.ts';
import { text } from '../text/text.ts';
import type { Tone } from '../ui/badge.tsx';

/** What a row says of its forward beside the switch: nothing, a live mark, or a badge. */
export type RowState = {
  readonly summary: Summary;
  readonly badge?: {
    readonly tone: Tone;
    readonly icon: LucideIcon;
    /** Called each second where `dueAt` is set, with the seconds left. */
    readonly words: (seconds: number) => string;
    readonly dueAt?: number;
    /** The longer story, for a tooltip. */
    readonly title?: string;
  };
  /** Stands where the address would, in words. */
  readonly reason?: string;
};

const WHY_NOT_ICONS = {
  'build-service': Hammer,
  paused: CirclePause,
  'no-ports': PlugZap,
  'no-instances': CloudOff,
} as const;

type Retry = { readonly dueAt: number; readonly problem: Problem; readonly held: boolean; readonly attempt: number };

/** The next try of a forward or of its tunnels, whichever is due first. */
export function retryOf(forward: Forward): Retry | undefined {
  const { status } = forward;
  if (status.kind === 'retrying') {
    return { dueAt: status.dueAt, problem: status.problem, attempt: status.attempt, held: hasAddress(forward) };
  }
  let first: Retry | undefined;
  for (const { status: each } of Object.values(forward.tunnels)) {
    if (each.kind !== 'retrying' || (first && first.dueAt <= each.dueAt)) continue;
    first = { dueAt: each.dueAt, problem: each.problem, attempt: each.attempt, held: each.address !== undefined };
  }
  return first;
}

function hasAddress(forward: Forward): boolean {
  return Object.values(forward.tunnels).some((tunnel) => addressOf(tunnel));
}

/** Ports by number, then by instance: the same order at any time. */
export function tunnelsOf(forward: Forward | undefined): readonly Tunnel[] {
  if (!forward) return [];
  return Object.values(forward.tunnels).sort(
    (a, b) => a.port.number - b.port.number || (a.instance ?? '').localeCompare(b.instance ?? ''),
  );
}

const constant = (word: string) => () => word;

function retryBadge(retry: Retry, online: boolean): RowState {
  const { title } = describe(retry.problem);
  // That there is no instance was said by the platform, so it was reached.
  if ((!online && retry.problem.code !== 'no-instance') || retry.problem.code === 'offline') {
    return {
      summary: 'retrying',
      badge: { tone: 'warn', icon: WifiOff, words: constant(text.forward.waitingNetwork), title },
    };
  }
  const { forward: said } = text;
  const words =
    retry.problem.code === 'no-instance' ? said.noInstances : retry.held ? said.reconnecting : said.retrying;
  return {
    summary: 'retrying',
    badge: { tone: 'warn', icon: RotateCw, words, dueAt: retry.dueAt, title },
    ...(!retry.held && { reason: title }),
  };
}

/** A port that is still bound holds new connections, so they are not lost to who is quick. */
function signInBadge(forward: Forward, problem: Problem): RowState {
  const said = describe(problem).title;
  const words = constant(text.forward.signInAgain);
  const title = hasAddress(forward) ? text.forward.holding(said) : said;
  return { summary: 'failed', badge: { tone: 'danger', icon: KeyRound, words, title }, reason: title };
}

function offBadge(resource: Resource | undefined): RowState {
  if (!resource) return { summary: 'off' };
  const why = whyNotForwardable(resource);
  if (why) {
    const title = text.whyNotText[why](resource.name);
    return {
      summary: 'off',
      badge: { tone: 'mute', icon: WHY_NOT_ICONS[why], words: constant(text.whyNot[why]), title },
      ...((why === 'no-ports' || why === 'build-service') && { reason: text.whyNotShort[why] }),
    };
  }
  const words = constant(text.state[resource.state]);
  if (resource.state === 'failed')
    return { summary: 'off', badge: { tone: 'danger', icon: CircleX, words, title: stateWords(resource) } };
  if (resource.state === 'running' || resource.state === 'unknown') return { summary: 'off' };
  return { summary: 'off', badge: { tone: 'mute', icon: Hourglass, words, title: stateWords(resource) } };
}

function closingWords({ status }: Forward): string {
  if (status.kind !== 'closing' || status.connections === 0) return text.forward.closing;
  return text.forward.draining(status.connections);
}

/** `online`: whether this computer has a network; without one a countdown would be a promise nobody can keep. */
export function rowState(forward: Forward | undefined, resource: Resource | undefined, online: boolean): RowState {
  const summary = forward ? summarise(forward) : 'off';
  if (!forward || summary === 'off') return offBadge(resource);
  const why = resource && whyNotForwardable(resource);
  if (
    resource &&
    (why === 'paused' || why === 'build-service' || why === 'no-ports') &&
    (summary === 'retrying' || summary === 'failed')
  ) {
    return { ...offBadge(resource), summary, reason: text.whyNotShort[why] };
  }
  const trouble = troubleOf(forward);
  const title = trouble && describe(trouble).title;
  switch (summary) {
    case 'live':
      return trouble && title
        ? {
            summary,
            badge: { tone: 'warn', icon: TriangleAlert, words: constant(title), title: describe(trouble).text },
          }
        : { summary };
    case 'checking':
      return {
        summary,
        badge: {
          tone: 'mute',
          icon: RotateCw,
          words: constant(text.forward.checking),
          title: text.forward.checkingHint,
        },
      };
    case 'partial': {
      const tunnels = Object.values(forward.tunnels);
      const open = tunnels.filter((tunnel) => tunnel.status.kind === 'open').length;
      const words = constant(text.forward.partial(open, tunnels.length));
      return { summary, badge: { tone: 'warn', icon: TriangleAlert, words, ...(title && { title }) } };
    }
    case 'retrying': {
      const retry = retryOf(forward);
      return retry ? retryBadge(retry, online) : { summary };
    }
    case 'failed':
      if (trouble && needsSignIn(trouble)) return signInBadge(forward, trouble);
      return {
        summary,
        badge: { tone: 'danger', icon: CircleX, words: constant(text.forward.failed), ...(title && { title }) },
        ...(title && { reason: title }),
      };
    case 'starting':
      return { summary, badge: { tone: 'mute', icon: Hourglass, words: constant(text.forward.starting) } };
    case 'closing':
      return { summary, badge: { tone: 'mute', icon: Hourglass, words: constant(closingWords(forward)) } };
  }
}
