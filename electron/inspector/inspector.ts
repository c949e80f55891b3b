import { Failure } from '../contract/failure.ts';
import type { ForwardId, LocalAddress, TunnelId } from '../contract/forward.ts';
import { INSPECTOR_LIMITS, type Inspected, type Inspector, type RequestId } from '../contract/inspector.ts';
import { harOf } from './har.ts';
import { record, type Recording } from './record.ts';
import { fieldOf, isWhole, type Fields, type Recorded, type RequestFacts } from './recorded.ts';
import { replay } from './replay.ts';
import { createRing } from './ring.ts';
import { readBody } from './text.ts';
import { maskFields, maskPath } from './mask.ts';
import { detailOf, summaryOf } from './views.ts';

type ConnectionSink = {
  readonly request: (head: RequestFacts) => Recording['sink'];
  readonly unread: (why: 'http2' | 'other') => void;
  readonly isOver: () => boolean;
};

type Connection = { readonly forward: ForwardId; readonly tunnel: TunnelId; readonly peerPort: number | undefined };

/** A request as a command line needs it. */
type PlainRequest = {
  readonly method: string;
  readonly path: string;
  readonly fields: Fields;
  readonly body?: string;
  readonly tunnel: TunnelId;
};

export type Parts = {
  /** What the window may know: no secret is in it. Called at most four times a second. */
  readonly tell: (
    change: { readonly [K in keyof Inspector]: Inspector[K] | undefined },
    requests: Readonly<Record<string, Inspected>>,
  ) => void;
  readonly addressOf: (tunnel: TunnelId) => LocalAddress | undefined;
  readonly version: string;
};

const TELL_MS = 250;
/** A replay's connection is taken at once, or never. */
const MOST_AWAITED = 50;

/** Keeps what was asked and answered on the forwards that the user chose, in memory and nowhere else. */
export function createInspector({ tell, addressOf, version }: Parts) {
  const ring = createRing();
  /** By forward; a new object each time it is switched on, so that connections of before know that they are over. */
  const on = new Map<ForwardId, { http2: number; other: number }>();
  const replayPorts = new Set<number>();
  let lastId = 0;
  let watched: ForwardId | undefined;
  let shown: RequestId | undefined;
  let isVisible = true;
  let timer: NodeJS.Timeout | undefined;

  function find(id: RequestId): Recorded {
    const entry = ring.get(id);
    if (!entry) throw new Failure('request-gone');
    return entry;
  }

  function tellNow(): void {
    clearTimeout(timer);
    timer = undefined;
    ring.trim();
    const entries = watched === undefined ? [] : ring.of(watched);
    const detail = shown === undefined ? undefined : ring.get(shown);
    tell(
      {
        on: Object.fromEntries([...on.keys()].map((id) => [id, true as const])),
        unread: { ...(on.get(watched ?? '') ?? { http2: 0, other: 0 }) },
        watched,
        shown: detail && detailOf(detail),
      },
      Object.fromEntries(entries.map((entry) => [entry.id, summaryOf(entry)])),
    );
  }

  /** What nobody sees is not told. Memory is kept within its bounds all the same. */
  function onChange(): void {
    timer ??= setTimeout(() => {
      if (watched !== undefined && isVisible) return tellNow();
      timer = undefined;
      ring.trim();
    }, TELL_MS);
  }

  function observe({ forward, tunnel, peerPort }: Connection): ConnectionSink | undefined {
    const unread = on.get(forward);
    if (!unread) return undefined;
    const isReplay = peerPort !== undefined && replayPorts.has(peerPort);
    return {
      request(head) {
        // The port of a replay is known once it is connected, which may be after it was accepted here.
        const isOurs = isReplay || (peerPort !== undefined && replayPorts.has(peerPort));
        if (peerPort !== undefined) replayPorts.delete(peerPort);
        lastId += 1;
        const recording = record({ id: lastId, forward, tunnel, isReplay: isOurs, request: head }, onChange);
        ring.add(recording.entry);
        onChange();
        return recording.sink;
      },
      unread(why) {
        unread[why] += 1;
        onChange();
      },
      isOver: () => on.get(forward) !== unread,
    };
  }

  function forget(id: ForwardId): void {
    if (shown !== undefined && ring.get(shown)?.forward === id) shown = undefined;
    ring.clear(id);
  }

  function set(id: ForwardId, isOn: boolean): void {
    if (isOn === on.has(id)) return;
    if (isOn) on.set(id, { http2: 0, other: 0 });
    else {
      on.delete(id);
      forget(id);
    }
    tellNow();
  }

  return {
    observe,
    set,
    /** Of forwards that are no more nothing is kept. */
    keepOnly(ids: ReadonlySet<ForwardId>): void {
      for (const id of on.keys()) if (!ids.has(id)) set(id, false);
    },
    watch(id: ForwardId | undefined): void {
      watched = id;
      shown = undefined;
      tellNow();
    },
    setVisible(visible: boolean): void {
      isVisible = visible;
      if (visible && watched !== undefined) tellNow();
    },
    look(id: RequestId | undefined): void {
      if (id !== undefined) find(id);
      shown = id;
      tellNow();
    },
    async replay(id: RequestId): Promise<void> {
      const entry = find(id);
      if (!isWhole(entry))
        throw new Failure('request-not-whole', { args: { kilobytes: INSPECTOR_LIMITS.bodyBytes / 1024 } });
      const address = addressOf(entry.tunnel);
      if (!address) throw new Failure('not-open');
      await replay(entry, address, (port) => {
        const [oldest] = replayPorts;
        if (replayPorts.size >= MOST_AWAITED && oldest !== undefined) replayPorts.delete(oldest);
        replayPorts.add(port);
      });
    },
    /** For a command line; `real` is with its secrets. */
    plain(id: RequestId, real: boolean): PlainRequest {
      const entry = find(id);
      const { request, requestBody, tunnel } = entry;
      const { method } = request;
      const body = readBody(requestBody, request.fields);
      const isPacked = fieldOf(request.fields, 'content-encoding') !== undefined && body.kind !== 'none';
      if (body.kind === 'binary' || body.kind === 'packed' || isPacked) throw new Failure('body-not-text');
      if (!isWhole(entry))
        throw new Failure('request-not-whole', { args: { kilobytes: INSPECTOR_LIMITS.bodyBytes / 1024 } });
      const fields = real ? request.fields : maskFields(request.fields);
      const path = real ? request.path : maskPath(request.path);
      const text = body.kind === 'text' ? (real ? body.raw : body.text) : undefined;
      return { method, path, fields, tunnel, ...(text !== undefined && { body: text }) };
    },
    har: (id: ForwardId): Promise<string> =>
      harOf(ring.of(id), version, (tunnel) => {
        const address = addressOf(tunnel);
        return address ? `${address.host}:${address.port}` : 'unknown';
      }),
    clear(id: ForwardId): void {
      forget(id);
      const unread = on.get(id);
      if (unread) unread.http2 = unread.other = 0;
      tellNow();
    },
    bytes: ring.bytes,
    close(): void {
      clearTimeout(timer);
      on.clear();
    },
  };
}
