import { spawnSync } from 'node:child_process';
import { readlinkSync } from 'node:fs';
import path from 'node:path';
import { electronArgs } from '../../build/electron-runtime.ts';
import type { SessionState } from '../../electron/contract/session.ts';
import { summarise } from '../../electron/contract/status.ts';
import { startApp } from '../demo/app-process.ts';
import { expect, test } from './launch.ts';

const root = path.resolve(import.meta.dirname, '../..');
const LINK = 'portsidevpn0';

/** As a VPN does: an interface with an address of its own comes, and goes again. */
const vpn = {
  comes: () =>
    [
      ['link', 'add', LINK, 'type', 'veth', 'peer', 'name', `${LINK}p`],
      ['addr', 'add', '10.8.77.2/24', 'dev', LINK],
      ['link', 'set', `${LINK}p`, 'up'],
      ['link', 'set', LINK, 'up'],
    ].every((args) => spawnSync('ip', args).status === 0),
  goes: () => spawnSync('ip', ['link', 'del', LINK]).status === 0,
};

function readNamespace(process: string): string | undefined {
  try {
    return readlinkSync(`/proc/${process}/ns/net`);
  } catch {
    return undefined;
  }
}

/** Only in a network namespace of its own: that of the machine is not touched. */
const isOwnNetwork = process.platform === 'linux' && readNamespace('self') !== readNamespace('1');

test('a VPN that comes or goes makes a forward doubt, until its gateway has answered', async ({
  platform: { url, ca, tokens, control },
  userData,
  executable,
}) => {
  test.skip(!isOwnNetwork, 'needs a network of its own and the right to change it');
  const app = startApp({
    electron: executable,
    args: ['.', ...electronArgs(() => {}), `--user-data-dir=${userData}`, '--hidden'],
    cwd: root,
    env: process.env,
  });
  const summary = ({ forwards }: SessionState) => Object.values(forwards).map(summarise).join();
  const ledger = ({ resources }: SessionState) => Object.values(resources).find(({ name }) => name === 'ledger-db');
  try {
    app.send({ type: 'account.sign-in', token: tokens.team, host: url, ca });
    const { key } = ledger(await app.waitFor('its catalogue', (state) => ledger(state) !== undefined)) ?? { key: '' };
    app.send({ type: 'forward.set', id: key, on: true });
    await app.waitFor('a live forward', (state) => summary(state) === 'live');
    for (const change of [vpn.comes, vpn.goes]) {
      await control.addRule({ path: '^/tunnel/', hang: true });
      expect(change()).toBe(true);
      await app.waitFor('doubt', (state) => summary(state) === 'checking');
      await control.clearFaults();
      await app.waitFor('proof', (state) => summary(state) === 'live');
    }
  } finally {
    vpn.goes();
    await app.quit();
  }
});
