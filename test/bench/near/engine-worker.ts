import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { app, BrowserWindow } from 'electron';
import { evenPriority, serve, type Address, type Addresses, type Many, type Platform } from './client.ts';

export type ThreadCall = {
  readonly id: number;
  readonly name: 'forward' | 'forwardMany' | 'launch';
  readonly platform: Platform;
  readonly service: string;
};
export type ThreadReply = { readonly id: number; readonly value?: unknown; readonly error?: string };

/** The engine in a worker thread of Electron's main process: what it would be like there, see docs/decisions/0016. */
async function main(): Promise<void> {
  await app.whenReady();
  evenPriority();
  const window = new BrowserWindow({ show: false });
  await window.loadURL('about:blank');
  const worker = new Worker(join(import.meta.dirname, '../thread/index.js'));
  let last = 0;

  function ask(call: Omit<ThreadCall, 'id'>): Promise<unknown> {
    last += 1;
    const id = last;
    return new Promise((resolve, reject) => {
      const onReply = (reply: ThreadReply) => {
        if (reply.id !== id) return;
        worker.off('message', onReply);
        if (reply.error === undefined) resolve(reply.value);
        else reject(new Error(reply.error));
      };
      worker.on('message', onReply);
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      worker.postMessage({ ...call, id } satisfies ThreadCall);
    });
  }

  serve({
    forward: async (platform, service) => (await ask({ name: 'forward', platform, service })) as Addresses,
    forwardMany: async (platform) => (await ask({ name: 'forwardMany', platform, service: '' })) as Many,
    launch: async (platform) => (await ask({ name: 'launch', platform, service: '' })) as Address[],
  });
}

app.on('window-all-closed', () => {});
void main();
