import type { Forward } from '../../electron/contract/forward.ts';
import { text } from '../text/text.ts';
import { useSecond } from '../ui/clock.ts';

type Proof = { readonly at: number; readonly trip: number | undefined; readonly checking: boolean };

/** The oldest proof of all open ports, because the whole is as sure as its weakest part; the slowest way. */
export function proofOf(forward: Forward): Proof | undefined {
  let proof: Proof | undefined;
  for (const { status } of Object.values(forward.tunnels)) {
    if (status.kind !== 'open') continue;
    const trips = [proof?.trip, status.roundTripMs].filter((each) => each !== undefined);
    proof = {
      at: Math.min(proof?.at ?? Infinity, status.verifiedAt),
      trip: trips.length > 0 ? Math.max(...trips) : undefined,
      checking: (proof?.checking ?? false) || status.checking === true,
    };
  }
  return proof;
}

function Words({ at, trip, checking }: Proof) {
  const now = useSecond();
  const words = [
    checking ? text.forward.checking : text.forward.verified(now - at),
    ...(trip === undefined ? [] : [text.status.gateway(trip)]),
  ];
  return <p className="verified">{words.join(' · ')}</p>;
}

/** When the gateway last answered for this forward, renewed each second. */
export function Verified({ forward }: { readonly forward: Forward }) {
  const proof = proofOf(forward);
  return proof ? <Words {...proof} /> : null;
}
