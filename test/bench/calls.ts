import type { ChildProcess } from 'node:child_process';

/** Calls from one process of the bench to another, over Node's own channel. */
type Call = { readonly call: number; readonly name: string; readonly argument: unknown };
type Reply = { readonly reply: number; readonly value?: unknown; readonly error?: string };

export type Remote = {
  readonly pid: number;
  /** Rejects with the other side's words, or when its process ends. */
  readonly call: <T>(name: string, argument?: unknown) => Promise<T>;
  readonly close: () => Promise<void>;
};

type Handlers = Readonly<Record<string, (argument: never) => unknown>>;

/** Answers the calls of the process that started this one; ends with it. */
export function answer(handlers: Handlers): void {
  process.on('message', ({ call, name, argument }: Call) => {
    const handler = handlers[name];
    void (async () => {
      try {
        if (!handler) throw new Error(`nothing answers ${name}`);
        process.send?.({ reply: call, value: await handler(argument as never) } satisfies Reply);
      } catch (error) {
        process.send?.({ reply: call, error: String(error instanceof Error ? error.stack : error) } satisfies Reply);
      }
    })();
  });
  process.on('disconnect', () => process.exit(0));
}

export function remote(child: ChildProcess, name: string): Remote {
  const waiting = new Map<
    number,
    { readonly resolve: (value: never) => void; readonly reject: (error: Error) => void }
  >();
  let last = 0;
  let ended: string | undefined;
  child.on('message', (message: Reply) => {
    const waiter = waiting.get(message.reply);
    waiting.delete(message.reply);
    if (message.error === undefined) waiter?.resolve(message.value as never);
    else waiter?.reject(new Error(`${name}: ${message.error}`));
  });
  const closed = new Promise<void>((resolve) => {
    const end = (why: string) => {
      ended ??= why;
      for (const { reject } of waiting.values()) reject(new Error(why));
      waiting.clear();
      resolve();
    };
    child.on('error', (error) => end(`${name}: ${error.message}`));
    child.on('close', (code, signal) => end(`${name} ended (${signal ?? code})`));
  });
  return {
    pid: child.pid ?? 0,
    call: (called, argument) =>
      new Promise((resolve, reject) => {
        if (ended !== undefined) {
          reject(new Error(ended));
          return;
        }
        last += 1;
        waiting.set(last, { resolve, reject });
        child.send({ call: last, name: called, argument } satisfies Call);
      }),
    async close() {
      child.kill('SIGKILL');
      await closed;
    },
  };
}
