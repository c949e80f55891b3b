import type { TunnelPlan } from './face.ts';
import { readRequestHead, readResponseHead } from './http-heads.ts';
import { createMessageReader } from './http-messages.ts';
import type { ConnectionSink, ExchangeEnd, ExchangeSink, Observe, ObservedConnection, Tap } from './observe.ts';

type Pending = { readonly method: string; readonly sink: ExchangeSink; readonly leavesHttp: boolean };

/** So many requests may wait for their answers; more is no program that anybody would want to look at. */
const PIPELINED = 100;

/**
 * Pairs the requests of one connection with their answers. Whatever cannot be read for sure ends the reading of this
 * connection; its bytes go on, because they never wait for what happens here.
 */
export function followExchanges(sink: ConnectionSink): Tap {
  const pending: Pending[] = [];
  let isOver = false;
  let isInterim = false;
  /** Whose request is being read: its answer may be complete before it is. */
  let asking: ExchangeSink | undefined;

  function leave(how: ExchangeEnd): void {
    if (isOver) return;
    isOver = true;
    requests.stop();
    responses.stop();
    for (const each of pending.splice(0)) each.sink.end(how);
  }

  function giveUp(why: 'http2' | 'other' = 'other'): void {
    if (isOver) return;
    leave('broken');
    sink.unread(why);
  }

  const requests = createMessageReader({
    head(text) {
      const read = readRequestHead(text);
      if (!read || pending.length >= PIPELINED) {
        giveUp(text.startsWith('PRI * HTTP/2.0\r\n') ? 'http2' : 'other');
        return undefined;
      }
      const { head, framing } = read;
      asking = sink.request(head);
      pending.push({ method: head.method, sink: asking, leavesHttp: framing === undefined });
      return framing;
    },
    body: (bytes) => asking?.requestBody(bytes),
    end: () => asking?.requestEnd(),
    broken: giveUp,
  });

  const responses = createMessageReader({
    head(text) {
      const [next] = pending;
      const read = next && readResponseHead(text, next.method);
      if (!next || !read) {
        giveUp();
        return undefined;
      }
      const { head, framing } = read;
      isInterim = head.status < 200 && head.status !== 101;
      if (!isInterim) next.sink.response(head);
      if (!framing) leave('upgraded');
      return framing;
    },
    body: (bytes) => pending[0]?.sink.responseBody(bytes),
    end() {
      if (isInterim) return;
      const answered = pending.shift();
      answered?.sink.end('complete');
      // What the program sent after its offer was not read: nobody knows where the next request begins.
      if (answered?.leavesHttp) leave('broken');
    },
    broken: giveUp,
  });

  /** A mistake of ours must not reach the connection. */
  function guarded(act: () => void): void {
    if (isOver) return;
    try {
      if (sink.isOver()) leave('broken');
      else act();
    } catch {
      isOver = true;
    }
  }

  return {
    onSent: (bytes) => guarded(() => requests.push(bytes)),
    onReceived: (bytes) => guarded(() => responses.push(bytes)),
    onEnd: (isWhole) =>
      guarded(() => {
        responses.finish(isWhole);
        leave('cut');
      }),
  };
}

/** What is made for one connection where somebody looks; elsewhere nothing is made at all. */
export function tapOf(observe: Observe | undefined, plan: TunnelPlan, about: ObservedConnection): Tap | undefined {
  if (!observe || plan.port.protocol !== 'HTTP') return undefined;
  const sink = observe(about);
  return sink && followExchanges(sink);
}
