/** The whole app as an ordinary user on a machine of its own, from the switch to the file and back. */
import { once } from 'node:events';
import { openDesktop } from '../../build/desktop.ts';
import { resourceKey } from '../../electron/contract/catalog.ts';
import type { Hostnames } from '../../electron/contract/hostnames.ts';
import { startApp, type AppProcess } from '../demo/app-process.ts';
import { startPlatform } from '../platform/start.ts';
import { MACHINE } from './own-machine.ts';
import { answerPrompts } from './polkit-agent.ts';

const web = 'web.ns-8zy2mcjh9zn2.svc.cluster.local';

export type Whole = {
  readonly app: AppProcess;
  /** Resolves once names are in this state; so many of them. */
  readonly until: (state: Hostnames['state'], kept?: number) => Promise<Hostnames>;
  readonly close: () => Promise<void>;
};

/** Started, signed in to a platform of its own, with one forward open whose names nobody was asked for yet. */
export async function openWhole(typed: () => string | undefined): Promise<Whole> {
  const platform = await startPlatform();
  const desktop = await openDesktop();
  const words = ['--reuid', String(MACHINE.uid), '--regid', String(MACHINE.uid), '--clear-groups', '--'];
  const app = startApp({
    electron: '/usr/bin/setpriv',
    args: [
      ...words,
      `${MACHINE.electron}/electron`,
      MACHINE.project,
      '--no-sandbox',
      '--disable-gpu',
      `--user-data-dir=${MACHINE.home}/data`,
    ],
    cwd: MACHINE.project,
    env: {
      PATH: '/usr/bin:/bin',
      HOME: MACHINE.home,
      USER: MACHINE.user,
      TMPDIR: MACHINE.home,
      DISPLAY: desktop.env['DISPLAY'],
    },
  });
  const until: Whole['until'] = async (state, kept = 0) => {
    const fits = ({ hostnames }: { readonly hostnames: Hostnames }) =>
      hostnames.state === state && hostnames.kept >= kept;
    return (await app.waitFor(`names ${state}`, fits)).hostnames;
  };
  app.send({ type: 'account.sign-in', host: platform.url, token: platform.tokens.team, ca: platform.ca });
  const signedIn = await app.waitFor('the catalogue', ({ accounts }) =>
    Object.values(accounts).some(({ catalog }) => catalog.state === 'fresh'),
  );
  const [accountId = ''] = Object.keys(signedIn.accounts);
  const id = resourceKey({ accountId, projectId: 'storefront', kind: 'service', resourceId: 'web' });
  app.send({ type: 'forward.set', id, on: true });
  await app.waitFor('the forward', ({ forwards }) =>
    Object.values(forwards[id]?.tunnels ?? {}).some(({ status }) => status.kind === 'open'),
  );
  app.send({ type: 'hostnames.set', on: true });
  await until('waiting');
  const leave = await answerPrompts(app.child.pid ?? 0, MACHINE.uid, typed);
  return {
    app,
    until,
    close: async () => {
      leave();
      if (app.child.exitCode === null && app.child.signalCode === null) {
        const gone = once(app.child, 'exit');
        app.child.kill('SIGKILL');
        await gone;
      }
      await desktop.close();
      await platform.close();
    },
  };
}

export const hasWebNames = (hosts: string): boolean => hosts.includes(web);
