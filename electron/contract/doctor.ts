import type { AccountId } from './catalog.ts';
import type { ForwardId } from './forward.ts';
import type { Problem } from './problem.ts';
import type { FindingArgs, FindingCode } from './text/en/doctor.ts';

/** What the doctor looks at, in the order in which it is shown: from here to the far end, then this computer. */
export const CHECKS = [
  'token',
  'api',
  'proxy',
  'certificate',
  'clock',
  'gateway',
  'ports',
  'loopback',
  'hosts-file',
  'hostnames',
  'tray',
  'key-store',
  'disk',
] as const;
export type CheckId = (typeof CHECKS)[number];

/** What can be done about a finding: a command of the app, a place in the window, or a line for a terminal. */
export type Cure =
  | { readonly kind: 'sign-in'; readonly accountId?: AccountId }
  | { readonly kind: 'retry'; readonly forward: ForwardId }
  /** Serve this remote port at a local one that was free when it was looked for. */
  | {
      readonly kind: 'move';
      readonly forward: ForwardId;
      readonly port: number;
      readonly host: string;
      readonly localPort: number;
    }
  | { readonly kind: 'repair-hosts' }
  /** The dialog that explains the system's prompt before it is asked for. */
  | { readonly kind: 'hostnames' }
  | { readonly kind: 'keep-tokens' }
  /** To be run by the user: the app does not do this. */
  | { readonly kind: 'terminal'; readonly line: string };

type FindingState = 'ok' | 'warning' | 'problem' | 'skipped';

/** One fact. Its words are those of its code, followed by those of the problem. */
export type Finding = {
  readonly state: FindingState;
  readonly code: FindingCode;
  readonly args?: FindingArgs;
  readonly problem?: Problem;
  readonly cures?: readonly Cure[];
};

export type CheckState = 'waiting' | 'running' | FindingState;

export type Check = {
  readonly id: CheckId;
  /** Once it has ended, the worst of its findings. */
  readonly state: CheckState;
  readonly findings: readonly Finding[];
};

/** The last examination. Absent times: it has not begun, or has not ended. Unix milliseconds. */
export type Doctor = {
  readonly startedAt?: number;
  readonly endedAt?: number;
  readonly checks: readonly Check[];
};

export const noDoctor: Doctor = { checks: [] };

/** A bug report that waits for the user's eyes. Names, hosts and ids in it are placeholders already. */
export type Report =
  | { readonly state: 'none' }
  | { readonly state: 'making' }
  | { readonly state: 'ready'; readonly markdown: string };

export const noReport: Report = { state: 'none' };

const RANK: readonly FindingState[] = ['skipped', 'ok', 'warning', 'problem'];

export function worstOf(findings: readonly Finding[]): FindingState {
  const ranks = findings.map(({ state }) => RANK.indexOf(state));
  return RANK[Math.max(0, ...ranks)] ?? 'skipped';
}

export function countOf({ checks }: Doctor, state: CheckState): number {
  return checks.filter((check) => check.state === state).length;
}
