/**
 * What the app does with the system's prompt, as an ordinary user and by messages: with the real sudo-prompt or pkexec, and
 * the shipped program as the helper.
 */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { Failure } from '../../electron/contract/failure.ts';
import { askSystem } from '../../electron/system/elevation-ask.ts';
import type { Helper } from '../../electron/system/elevation-helper.ts';
import { startHelper, type Launcher } from '../../electron/system/elevation.ts';
import { quiet } from './helper-process.ts';
import { MACHINE } from './own-machine.ts';

export type Order =
  | { readonly do: 'start'; readonly wrapper?: string }
  | { readonly do: 'apply'; readonly names: readonly string[] }
  /** Listens as this user at 127.24.0.1:8080 and has the helper listen at port 80 there. */
  | { readonly do: 'relay' }
  | { readonly do: 'close' };
export type Result = { readonly ok: true } | { readonly ok: false; readonly code: string; readonly reason: string };

let helper: Helper | undefined;

async function perform(order: Order): Promise<void> {
  if (order.do === 'start') {
    const { wrapper } = order;
    const launcher: Launcher = {
      platform: process.platform,
      isPackaged: false,
      executable: `${MACHINE.electron}/electron`,
      appPath: MACHINE.project,
      ...(wrapper !== undefined && { wrapper }),
    };
    helper = await startHelper({ launcher, ask: askSystem, signal: new AbortController().signal, log: quiet });
    void helper.ended.then(() => process.send?.({ ended: true }));
  }
  if (order.do === 'apply') await helper?.apply([{ address: '127.24.0.1', names: order.names }]);
  if (order.do === 'relay') {
    const server = createServer((socket) => socket.end('the app')).listen(8080, '127.24.0.1');
    await once(server, 'listening');
    const up = await helper?.relay([{ address: '127.24.0.1', port: 80, target: 8080 }]);
    if (up?.length !== 1) throw new Error('it does not listen');
  }
  if (order.do === 'close') await helper?.close();
}

process.on('message', (order: Order) => {
  const answer = async (): Promise<Result> => {
    try {
      await perform(order);
      return { ok: true };
    } catch (error) {
      if (!(error instanceof Failure)) return { ok: false, code: 'thrown', reason: String(error) };
      const { code, args } = error.problem;
      return { ok: false, code, reason: String(args?.['reason'] ?? '') };
    }
  };
  void answer().then((result) => process.send?.(result));
});
process.send?.({ ready: true });
