import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, projectRoot } from '../../build/build.ts';
import { openDesktop } from '../../build/desktop.ts';
import { electronArgs, findElectron } from '../../build/electron-runtime.ts';
import { startApp } from '../demo/app-process.ts';
import type { Platform } from '../platform/start.ts';
import { usageOf } from '../support/process-usage.ts';
import { CAST } from './cast.ts';
import { addressesIn, waitUntil } from './live.ts';
import { descriptorsOf } from './self.ts';
import type { Subject } from './subject.ts';

const START_MS = 120_000;

/** The real app on a desktop of its own; seen from outside, by /proc and by what its window would be told. */
export async function startAppSubject(): Promise<Subject> {
  const say = (line: string) => console.error(line);
  const runtime = await findElectron(say);
  await build();
  const desktop = await openDesktop();
  const folder = await mkdtemp(join(tmpdir(), 'portside-soak-'));
  const args = ['.', ...electronArgs(say), `--user-data-dir=${folder}`, '--hidden'];
  const app = startApp({ electron: runtime.path, args, cwd: projectRoot, env: desktop.env });
  const pid = app.child.pid ?? 0;
  let platform: Platform | undefined;
  let isClosing = false;
  const complaints: string[] = [];
  app.child.once('exit', (code, signal) => {
    if (!isClosing) complaints.push(`the app ended by itself (${signal ?? code})`);
  });
  const signIn = (token: string) => {
    if (!platform) throw new Error('not started');
    app.send({ type: 'account.sign-in', host: platform.url, token, ca: platform.ca });
  };
  const forwards = async () => Object.values(app.read().forwards).filter(({ wish }) => wish.on);

  return {
    pid,
    async start(given, members) {
      platform = given;
      signIn(given.tokens.team);
      const keys = () =>
        members.flatMap((member) => {
          const { project, kind, id } = CAST[member];
          return Object.keys(app.read().resources).filter((key) => key.endsWith(`/${project}/${kind}/${id}`));
        });
      await waitUntil('the catalogue', START_MS, () => (keys().length === members.length ? true : undefined));
      app.send({ type: 'forwards.set', ids: keys(), on: true });
      return waitUntil('all ports to be open', START_MS, async () => addressesIn(await forwards(), members));
    },
    forwards,
    setToken: async (token) => signIn(token),
    sample: async () => ({ ...usageOf(pid), ...descriptorsOf(pid) }),
    complaints: async () => complaints.splice(0),
    async close() {
      isClosing = true;
      await app.quit();
      if (app.child.exitCode !== 0) throw new Error(`the app ended with ${app.child.signalCode ?? app.child.exitCode}`);
      return undefined;
    },
    async kill() {
      isClosing = true;
      await app.quit();
      await desktop.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
