import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { sleep } from '../base/sleep.ts';
import { Failure } from '../contract/failure.ts';
import { openLines, type Lines } from './elevation-lines.ts';
import {
  checkEntries,
  checkRelays,
  isProof,
  parseAnswer,
  parseReply,
  PLAN_LIMITS,
  prove,
  type Relay,
  type Reply,
  type Task,
} from './elevation-plan.ts';
import type { HostsEntry } from './hosts-block.ts';

/** The running helper, as the app sees it. Each request rejects with a `Failure` (hosts-refused or helper-lost). */
export type Helper = {
  /** With whose name it marks its block of the hosts file. */
  readonly owner: string;
  readonly apply: (entries: readonly HostsEntry[]) => Promise<void>;
  readonly alias: (address: string, act: 'add' | 'remove') => Promise<void>;
  /** Exactly these relays from now on; resolves with `<address>:<port>` of those that listen. */
  readonly relay: (relays: readonly Relay[]) => Promise<readonly string[]>;
  readonly repair: () => Promise<void>;
  readonly status: () => Promise<{ readonly names: number; readonly aliases: number }>;
  /** Resolves when it is gone, for whatever reason. */
  readonly ended: Promise<void>;
  /** Has it take back what it did; resolves once it is gone. Idempotent. */
  readonly close: () => Promise<void>;
};

const lost = (reason: string) => new Failure('helper-lost', { args: { reason } });

/**
 * The owner of the helper's block if the other end proves that it read the secret; it is told then that this is the app.
 * Undefined if not.
 */
export function greetHelper(socket: Socket, secret: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const own = randomBytes(32).toString('hex');
    const timer = setTimeout(() => socket.destroy(), PLAN_LIMITS.greetingMs);
    const finish = (owner?: string): void => {
      clearTimeout(timer);
      resolve(owner);
    };
    const lines: Lines = openLines(socket, {
      bytes: PLAN_LIMITS.greetingBytes,
      onLine: (line) => {
        const answer = parseAnswer(line);
        const nonces = [own, answer?.nonce ?? ''] as const;
        if (!answer || !isProof(answer.proof, prove(secret, 'helper', nonces))) {
          socket.destroy();
          return;
        }
        socket.removeAllListeners('data').pause();
        lines.send({ proof: prove(secret, 'app', nonces) });
        finish(answer.owner);
      },
      onEnd: () => finish(),
    });
    lines.send({ portside: 1, nonce: own });
  });
}

type Waiting = {
  readonly resolve: (reply: Reply & { readonly ok: true }) => void;
  readonly reject: (error: Error) => void;
};

/**
 * Has whoever asks wait so that the helper hears no more than three quarters of what it allows: it takes who asks more for
 * somebody else, and ends. A hundred forwards that are switched on at once are a hundred requests on macOS.
 */
function createPace(): () => Promise<void> {
  const intervalMs = 1000 / (PLAN_LIMITS.perSecond * 0.75);
  const aheadMs = intervalMs * PLAN_LIMITS.burst * 0.75;
  let spentUntil = -Infinity;
  return async () => {
    const now = performance.now();
    spentUntil = Math.max(now, spentUntil) + intervalMs;
    const waitMs = spentUntil - now - aheadMs;
    if (waitMs > 0) await sleep(waitMs);
  };
}

/** Requests and answers over a channel on which both have proved who they are. */
export function talkToHelper(socket: Socket, owner: string): Helper {
  const waiting = new Map<number, Waiting>();
  let lastId = 0;
  let isGone = false;
  let closed: Promise<void> | undefined;
  const pace = createPace();

  const ended = new Promise<void>((resolve) => {
    const end = (): void => {
      isGone = true;
      for (const { reject } of waiting.values()) reject(lost('it ended'));
      waiting.clear();
      resolve();
    };
    if (socket.destroyed) end();
    else socket.once('close', end);
  });

  const lines = openLines(socket, {
    bytes: PLAN_LIMITS.requestBytes,
    onLine: (line) => {
      const reply = parseReply(line);
      const asked = reply && waiting.get(reply.id);
      if (!reply || !asked) {
        socket.destroy();
        return;
      }
      waiting.delete(reply.id);
      if (reply.ok) asked.resolve(reply);
      else asked.reject(new Failure('hosts-refused', { args: { reason: reply.reason }, retriable: true }));
    },
    onEnd: () => {},
  });
  socket.resume();

  const request = async (task: Task): Promise<Reply & { readonly ok: true }> => {
    // What ends it waits for nothing: there is room for it.
    if (task.verb !== 'quit') await pace();
    if (isGone) throw lost('it ended');
    const id = (lastId += 1);
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
        timer = setTimeout(() => {
          reject(lost('it does not answer'));
          socket.destroy();
        }, PLAN_LIMITS.answerMs);
        lines.send({ id, ...task });
      });
    } finally {
      clearTimeout(timer);
      waiting.delete(id);
    }
  };

  const close = async (): Promise<void> => {
    await request({ verb: 'quit' }).catch(() => {});
    socket.end();
    await ended;
  };

  return {
    owner,
    apply: async (entries) => {
      const checked = checkEntries(entries);
      if (!checked || JSON.stringify(checked).length > PLAN_LIMITS.requestBytes - 100)
        throw new Failure('hosts-refused', { args: { reason: 'too many names, or one that may not be written' } });
      await request({ verb: 'apply', entries: checked });
    },
    alias: async (address, act) => void (await request({ verb: 'alias', address, act })),
    relay: async (relays) => {
      const checked = checkRelays(relays);
      if (!checked) throw new Failure('hosts-refused', { args: { reason: 'a port that may not be relayed' } });
      return (await request({ verb: 'relay', relays: checked })).relays;
    },
    repair: async () => void (await request({ verb: 'repair' })),
    status: async () => {
      const { names, aliases } = await request({ verb: 'status' });
      return { names, aliases };
    },
    ended,
    close: () => (closed ??= close()),
  };
}
