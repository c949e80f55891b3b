import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Platform } from '../platform/start.ts';
import type { Order, Reply } from './js-client-process.ts';

export type JsClient = {
  /** One order after another. Rejects with the client's own words. */
  readonly tell: <T>(order: Order) => Promise<T>;
  readonly close: () => Promise<void>;
};

export async function startJsClient(platform: Platform): Promise<JsClient> {
  const child = spawn(
    process.execPath,
    [
      '--import',
      pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href,
      fileURLToPath(new URL('js-client-process.ts', import.meta.url)),
    ],
    { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], env: { ...process.env, NODE_EXTRA_CA_CERTS: platform.caFile } },
  );
  const exited = once(child, 'close');
  await tell(child, { what: 'connect', host: platform.url, token: platform.tokens.team });
  return {
    tell: async <T>(order: Order) => (await tell(child, order)) as T,
    async close() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

async function tell(child: ChildProcess, order: Order): Promise<unknown> {
  child.send(order);
  const [reply] = (await once(child, 'message')) as [Reply];
  if ('error' in reply) throw new Error(reply.error);
  return reply.result;
}
