import type { CheckState } from '../../../electron/contract/doctor.ts';
import { plural } from '../format.ts';

const problems = (count: number) => plural(count, { one: 'problem', other: 'problems' });
const warnings = (count: number) => plural(count, { one: 'warning', other: 'warnings' });

const state: Readonly<Record<CheckState, string>> = {
  waiting: 'Waiting',
  running: 'Looking',
  ok: 'Fine',
  warning: 'Warning',
  problem: 'Problem',
  skipped: 'Not tested',
};

/** Part of `text`: the examination and the bug report. What is found is worded in the contract, for both. */
export const doctorText = {
  doctor: {
    title: 'Check everything',
    hint: 'Looks at tokens, the way to Northflank, live forwards, ports, the hosts file and this computer.',
    run: 'Check everything',
    again: 'Check again',
    running: 'Checking…',
    list: 'What was checked',
    state,
    progress: (done: number, all: number) => `${done} of ${all} checked.`,
    fine: (time: string) => `Everything is fine. Checked at ${time}.`,
    found: (found: { readonly problems: number; readonly warnings: number }, time: string) =>
      `${[...(found.problems > 0 ? [problems(found.problems)] : []), ...(found.warnings > 0 ? [warnings(found.warnings)] : [])].join(', ')}. Checked at ${time}.`,
    cures: {
      'sign-in': 'Sign in again',
      retry: 'Try again',
      move: (port: number) => `Use port ${port}`,
      'repair-hosts': 'Clean up',
      hostnames: 'Hostnames…',
      'keep-tokens': 'Settings',
      terminal: 'Copy command',
    },
    signIn: 'Sign in',
    line: 'To be run in a terminal',
  },

  report: {
    title: 'Bug report',
    hint: 'Versions, what was checked, forwards, activity and the log, without names and secrets.',
    open: 'Copy a bug report…',
    close: 'Close bug report',
    lead: 'Nothing is sent. Read it, then copy it or save it to attach it yourself. Accounts, projects, services and hosts are replaced by placeholders; secrets are left out.',
    making: 'Checking everything and writing the report…',
    preview: 'Report in Markdown',
    copy: 'Copy report',
    save: 'Save with logs…',
  },
} as const;
