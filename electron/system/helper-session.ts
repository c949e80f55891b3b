import { randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { toProblem } from '../contract/failure.ts';
import { openLines } from './elevation-lines.ts';
import { isProof, parseHello, parseRequest, parseWelcome, PLAN_LIMITS, prove, type Request } from './elevation-plan.ts';
import type { Audit } from './helper-audit.ts';
import type { HelperDeeds } from './helper-deeds.ts';

export type Session = {
  readonly channel: Duplex;
  readonly secret: string;
  readonly deeds: HelperDeeds;
  readonly audit: Audit;
  /** Unix milliseconds. */
  readonly now?: () => number;
};

/** `quit`: the app said so. `lost`: the app is gone. `refused`: what was said there is nothing that the app would say. */
export type SessionEnd = 'quit' | 'lost' | 'refused';

/** Requests in a row, and a few more each second; the app waits for answers and stays far below. */
function createBucket(now: () => number): () => boolean {
  let left: number = PLAN_LIMITS.burst;
  let at = now();
  return () => {
    const passed = Math.max(0, now() - at);
    at += passed;
    left = Math.min(PLAN_LIMITS.burst, left + (passed / 1000) * PLAN_LIMITS.perSecond);
    left -= 1;
    return left >= 0;
  };
}

/**
 * Serves one app from the greeting to the end, one request after the other, and resolves once everything is taken back.
 * The first line that is not of the plan ends the session: whoever speaks like that is not the app.
 */
export function serveHelper({ channel, secret, deeds, audit, now = Date.now }: Session): Promise<SessionEnd> {
  const own = randomBytes(32).toString('hex');
  const mayAsk = createBucket(now);
  let stage: 'hello' | 'welcome' | 'open' = 'hello';
  let expected = '';
  let end: SessionEnd = 'lost';
  let work: Promise<void> = Promise.resolve();

  const perform = async (request: Request): Promise<void> => {
    try {
      if (request.verb === 'apply') await deeds.apply(request.entries);
      if (request.verb === 'alias') await deeds.alias(request.address, request.act);
      if (request.verb === 'relay') await deeds.relay(request.relays);
      if (request.verb === 'repair') await deeds.repair();
      if (request.verb === 'quit') await deeds.undo();
      lines.send({ id: request.id, ok: true, ...(await deeds.status()) });
    } catch (error) {
      const { args, code } = toProblem(error, request.verb);
      const reason = String(args?.['reason'] ?? code);
      audit(`${request.verb} failed`, { reason });
      lines.send({ id: request.id, ok: false, reason });
    }
    if (request.verb === 'quit') channel.end();
  };

  const refuse = (): void => {
    end = 'refused';
    channel.destroy();
  };

  /** The greeting; true while it goes as planned. */
  const greet = (line: string): boolean => {
    if (stage === 'hello') {
      const hello = parseHello(line);
      if (!hello) return false;
      const nonces = [hello.nonce, own] as const;
      expected = prove(secret, 'app', nonces);
      stage = 'welcome';
      lines.send({ nonce: own, proof: prove(secret, 'helper', nonces), owner: deeds.owner });
      return true;
    }
    const welcome = parseWelcome(line);
    if (!welcome || !isProof(welcome.proof, expected)) return false;
    clearTimeout(late);
    stage = 'open';
    lines.allow(PLAN_LIMITS.requestBytes);
    audit('connected');
    return true;
  };

  const late = setTimeout(refuse, PLAN_LIMITS.greetingMs);
  let isOver: () => void;
  const over = new Promise<void>((resolve) => {
    isOver = resolve;
  });
  const lines = openLines(channel, {
    bytes: PLAN_LIMITS.greetingBytes,
    onLine: (line) => {
      if (end !== 'lost') return;
      if (stage !== 'open') {
        if (!greet(line)) refuse();
        return;
      }
      const request = mayAsk() ? parseRequest(line) : undefined;
      if (!request) {
        refuse();
        return;
      }
      if (request.verb === 'quit') end = 'quit';
      work = work.then(() => perform(request));
    },
    onEnd: () => isOver(),
  });

  return over.then(async () => {
    clearTimeout(late);
    await work;
    await deeds.undo();
    audit('ended', { how: end });
    return end;
  });
}
