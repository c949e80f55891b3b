import type { ForwardId, TunnelId } from './forward.ts';

/** Counts up within a run. */
export type RequestId = number;

/** Stands where a secret stood. */
export const MASK = '•••••';

/** `open` until the answer is complete; the others say how it ended. */
export type InspectedState = 'open' | 'complete' | 'upgraded' | 'broken' | 'cut';

/** One request in the list, without a secret in its path. Times are Unix milliseconds. */
export type Inspected = {
  readonly id: RequestId;
  readonly forward: ForwardId;
  readonly tunnel: TunnelId;
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly state: InspectedState;
  readonly status?: number;
  /** From the request's head to the first byte of the answer, and to its last. */
  readonly firstByteMs?: number;
  readonly tookMs?: number;
  /** Of the bodies, without their framing. */
  readonly requestBytes: number;
  readonly responseBytes: number;
  /** Sent again by the user. */
  readonly isReplay?: true;
};

export type InspectedBody =
  | { readonly kind: 'none' }
  /** `isCut`: only its beginning was kept. */
  | { readonly kind: 'text'; readonly text: string; readonly isJson: boolean; readonly isCut: boolean }
  | { readonly kind: 'binary'; readonly type: string }
  /** Packed in a way that is not unpacked here, or damaged, or much larger than it looks. */
  | { readonly kind: 'packed'; readonly coding: string };

export type InspectedMessage = {
  readonly version: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly bytes: number;
  readonly body: InspectedBody;
};

/** All that is shown of one request; secrets are masked. */
export type InspectedDetail = {
  readonly entry: Inspected;
  readonly request: InspectedMessage;
  readonly response?: InspectedMessage & { readonly reason: string };
  /** Whether all of the request is known, so that it can be sent again. */
  readonly isWhole: boolean;
};

export type Inspector = {
  /** Forwards whose requests are kept, of this run alone. */
  readonly on: Readonly<Record<ForwardId, true>>;
  /** Whose requests the window is told of. */
  readonly watched?: ForwardId;
  /** Connections of the watched forward that could not be read, or not to their end. */
  readonly unread: { readonly http2: number; readonly other: number };
  readonly shown?: InspectedDetail;
};

export const noInspector: Inspector = { on: {}, unread: { http2: 0, other: 0 } };

/** What is kept; the oldest make room. */
export const INSPECTOR_LIMITS = { entries: 200, bodyBytes: 64 * 1024, allBytes: 16 * 1024 * 1024 } as const;
