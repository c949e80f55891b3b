import type { ForwardId, TunnelId } from '../contract/forward.ts';

/** Hears of the bytes of one connection, valid during the call only. It never throws, and has no way to change them. */
export type Tap = {
  /** On their way to the cluster, as the cluster gets them. */
  readonly onSent: (bytes: Buffer) => void;
  readonly onReceived: (bytes: Buffer) => void;
  /** `isWhole`: the far end had said all it wanted to say. */
  readonly onEnd: (isWhole: boolean) => void;
};

export type HeadFields = readonly (readonly [name: string, value: string])[];

export type RequestHead = {
  readonly method: string;
  /** As it stands in the request line. */
  readonly path: string;
  /** `1.1` */
  readonly version: string;
  readonly fields: HeadFields;
  readonly bytes: number;
};

export type ResponseHead = {
  readonly status: number;
  readonly reason: string;
  readonly version: string;
  readonly fields: HeadFields;
  readonly bytes: number;
};

/** `upgraded`: another protocol follows, and is not looked at. `cut`: the connection ended before the answer did. */
export type ExchangeEnd = 'complete' | 'upgraded' | 'broken' | 'cut';

/** One request and its answer. Bytes are valid during the call only. */
export type ExchangeSink = {
  readonly requestBody: (bytes: Buffer) => void;
  readonly requestEnd: () => void;
  /** The first byte of the answer, interim ones such as 100 not counted. */
  readonly response: (head: ResponseHead) => void;
  readonly responseBody: (bytes: Buffer) => void;
  readonly end: (how: ExchangeEnd) => void;
};

/** What is told of one connection. */
export type ConnectionSink = {
  readonly request: (head: RequestHead) => ExchangeSink;
  /** The connection is not read, or no further. */
  readonly unread: (why: 'http2' | 'other') => void;
  /** Nobody looks any more: what is under way is not read further. */
  readonly isOver: () => boolean;
};

export type ObservedConnection = {
  readonly forward: ForwardId;
  readonly tunnel: TunnelId;
  /** The local program's. */
  readonly peerPort: number | undefined;
};

/** Undefined: nobody looks at this connection. */
export type Observe = (about: ObservedConnection) => ConnectionSink | undefined;
