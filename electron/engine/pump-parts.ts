import type { Socket } from 'node:net';
import type { FarSide } from './far-bytes.ts';
import type { HostRewriter } from './host-header.ts';
import type { Limits } from './limits.ts';
import type { Tap } from './observe.ts';

/** How a joined pair ended. `unused`: the far end broke before any byte went either way, and the local socket is still whole. */
export type PumpEnd = 'done' | 'unused';

export type Pump = {
  /** Resolves when both sides are closed, or, after `unused`, the far one. */
  readonly done: Promise<PumpEnd>;
  /** Whether any byte passed since the last call, or is under way. */
  readonly wasActive: () => boolean;
  /** A half-closed connection waits for silence no longer, unless bytes are under way. */
  readonly yield: () => void;
  /** Ends both sides and lets nothing more through: the local program sees a reset, the gateway a close frame. */
  readonly cut: () => void;
};

export type PumpParts = {
  readonly socket: Socket;
  /** Open and paused. */
  readonly far: FarSide;
  readonly limits: Limits;
  /** Changes what the local program sends; absent where bytes pass as they are. */
  readonly rewriter?: Pick<HostRewriter, 'push' | 'end'> & Partial<Pick<HostRewriter, 'refusal' | 'isDone'>>;
  /** Hears of all bytes as they cross the tunnel, and changes nothing; absent unless somebody looks. */
  readonly tap?: Tap | undefined;
  readonly onReceived: (bytes: number) => void;
  /** What goes into the tunnel, which may be other bytes than those that the local program sent. */
  readonly onSent: (bytes: number) => void;
  /** More was sent than the network takes at once. */
  readonly onBusy: () => void;
  /** The local side has half-closed. */
  readonly onHalfClosed: () => void;
  /** The far end went away without a proper close while the local program was still there. */
  readonly onLost: () => void;
};
