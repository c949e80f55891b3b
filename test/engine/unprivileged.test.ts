import { fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { TunnelStatus } from '../../electron/contract/forward.ts';
import { startGateway } from '../support/gateway.ts';
import { plan } from './bench.ts';
import { cleanUp } from './clean-up.ts';
import { ask } from './client.ts';
import type { Given } from './unprivileged-child.ts';
import { startEcho } from './upstream.ts';

const range = { first: '127.24.106.1', last: '127.24.106.254' };
const NOBODY = 65_534;
const SETTING = '/proc/sys/net/ipv4/ip_unprivileged_port_start';

/** Only root can start a process of another user, and some systems give low ports to everyone. */
const canTest =
  process.platform === 'linux' &&
  process.getuid?.() === 0 &&
  existsSync(SETTING) &&
  Number(readFileSync(SETTING, 'utf8')) > 80;

type Said = { readonly uid: number; readonly status: TunnelStatus };

test.runIf(canTest)(
  'in a process without rights port 80 is served at 8080 of the same address, and says why',
  async () => {
    const gateway = await startGateway();
    cleanUp(gateway.close);
    gateway.instances.set('pod-1', (await startEcho()).at);
    const child = fork(fileURLToPath(new URL('unprivileged-child.ts', import.meta.url)), {
      execArgv: ['--import', import.meta.resolve('tsx')],
      uid: NOBODY,
      gid: NOBODY,
      env: { ...process.env, HOME: '/nonexistent' },
    });
    cleanUp(async () => {
      if (child.exitCode === null && child.kill()) await once(child, 'exit');
    });
    const given: Given = {
      plan: plan(gateway, { number: 80, protocol: 'TCP' }, ['pod-1']),
      authorization: `Bearer ${gateway.token}`,
      ca: gateway.ca,
      range,
    };
    child.send(given);
    const said = await new Promise<Said>((resolve, reject) => {
      child.on('message', (message: Said) => message.status.kind !== 'starting' && resolve(message));
      child.on('exit', (code) => reject(new Error(`the child ended with ${code}`)));
    });
    const moved = { host: range.first, port: 8080 };
    expect(said).toMatchObject({
      uid: NOBODY,
      status: {
        kind: 'open',
        address: moved,
        notice: { code: 'port-forbidden', args: { address: `${range.first}:80`, moved: `${range.first}:8080` } },
      },
    });
    expect(await ask(moved, 'x')).toEqual({ answer: 'x', end: 'end' });
  },
);
