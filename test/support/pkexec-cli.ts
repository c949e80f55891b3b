/** The command line of an ordinary user at a terminal, on a machine of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync } from 'node:fs';
import { startPlatform } from '../platform/start.ts';
import { MACHINE } from './own-machine.ts';
import { answerPrompts } from './polkit-agent.ts';

type CommandLine = {
  readonly said: () => string;
  readonly until: (pattern: RegExp) => Promise<boolean>;
  /** Ctrl-C. */
  readonly interrupt: () => void;
  readonly ended: Promise<number | null>;
  readonly close: () => Promise<void>;
};

export async function openCommandLine(typed: () => string | undefined): Promise<CommandLine> {
  const platform = await startPlatform({ workloads: ['http', 'metrics'] });
  const ca = `${MACHINE.home}/ca.pem`;
  copyFileSync(platform.caFile, ca);
  const words = ['--reuid', String(MACHINE.uid), '--regid', String(MACHINE.uid), '--clear-groups', '--'];
  const command = `exec ${process.execPath} ${MACHINE.project}/out/cli/portside.js forward service --project storefront --service web`;
  const child = spawn('/usr/bin/setpriv', [...words, 'script', '-qefc', command, '/dev/null'], {
    cwd: MACHINE.home,
    env: {
      PATH: '/usr/bin:/bin',
      HOME: MACHINE.home,
      USER: MACHINE.user,
      TMPDIR: MACHINE.home,
      NORTHFLANK_API_TOKEN: platform.tokens.team,
      NORTHFLANK_API_HOST: platform.url,
      NODE_EXTRA_CA_CERTS: ca,
    },
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const leave = await answerPrompts(child.pid ?? 0, MACHINE.uid, typed);
  const ended = (async () => ((await once(child, 'exit')) as [number | null])[0])();
  return {
    said: () => text,
    until: (pattern) =>
      new Promise((resolve) => {
        const look = () => {
          if (pattern.test(text)) resolve(true);
        };
        child.stdout.on('data', look);
        child.once('exit', () => resolve(false));
        look();
      }),
    interrupt: () => void child.stdin.write('\u0003'),
    ended,
    close: async () => {
      leave();
      await platform.close();
    },
  };
}
