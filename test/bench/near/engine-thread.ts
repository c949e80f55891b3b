import { parentPort } from 'node:worker_threads';
import type { Platform } from './client.ts';
import { createEngineClient } from './engine.ts';
import type { ThreadCall, ThreadReply } from './engine-worker.ts';

/** The engine in a thread of its own: what it is asked and what it says crosses as plain data. */
const client = createEngineClient();

async function obey({ name, platform, service }: ThreadCall): Promise<unknown> {
  const given: Platform = platform;
  return name === 'forward' ? await client.forward(given, service) : await client[name]?.(given);
}

function reply(message: ThreadReply): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage(message);
}

parentPort?.on('message', (call: ThreadCall) => {
  obey(call).then(
    (value) => reply({ id: call.id, value }),
    (error: unknown) => reply({ id: call.id, error: String(error) }),
  );
});
