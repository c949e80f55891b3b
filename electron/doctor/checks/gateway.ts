import { resourceName } from '../../contract/catalog.ts';
import type { Finding } from '../../contract/doctor.ts';
import type { Forward } from '../../contract/forward.ts';
import type { SessionState } from '../../contract/session.ts';
import { troubleOf } from '../../contract/status.ts';
import type { Examination } from '../examine.ts';
import type { DoctorParts } from '../parts.ts';

/** Before the examination's own time is up, so that the ports that are late are named. */
const WAIT_MS = 15_000;

const isAsked = ({ wish, status }: Forward) => wish.on && status.kind !== 'off';

/** Whether every port has said since `since` how it stands. */
function isKnown(forward: Forward | undefined, since: number): boolean {
  if (!forward || !isAsked(forward)) return true;
  if (forward.status.kind !== 'open') return forward.status.kind !== 'starting';
  return Object.values(forward.tunnels).every(({ status }) => {
    if (status.kind === 'open') return !status.checking && status.verifiedAt >= since;
    return status.kind !== 'starting';
  });
}

function judge(state: SessionState, ids: readonly string[], since: number): Finding[] {
  const findings: Finding[] = [];
  let count = 0;
  let ms: number | undefined;
  for (const id of ids) {
    const forward = state.forwards[id];
    if (!forward || !isAsked(forward)) continue;
    const name = resourceName(state.resources[id], id);
    const problem = troubleOf(forward);
    const verified = Object.values(forward.tunnels).flatMap(({ status }) =>
      status.kind === 'open' && status.verifiedAt >= since ? [status] : [],
    );
    count += verified.length;
    for (const { roundTripMs } of verified)
      if (roundTripMs !== undefined) ms = Math.max(ms ?? 0, Math.round(roundTripMs));
    // Ports that are taken are told elsewhere, with who has them.
    const cures = [{ kind: 'retry', forward: id }] as const;
    if (problem && problem.code !== 'port-in-use')
      findings.push({ state: 'problem', code: 'gateway-bad', args: { name }, problem, cures });
    else if (!problem && !isKnown(forward, since))
      findings.push({ state: 'warning', code: 'gateway-late', args: { name }, cures });
  }
  const fine: Finding = { state: 'ok', code: 'gateway-fine', args: { count, ...(ms !== undefined && { ms }) } };
  return count > 0 || findings.length === 0 ? [fine, ...findings] : findings;
}

/** Every forward that is on asks its gateway anew; the answer is read from the state, as rows read it. */
export function checkGateways({
  read,
  subscribe,
  verify,
  now,
}: Pick<DoctorParts, 'read' | 'subscribe' | 'verify' | 'now'>): Examination {
  return {
    id: 'gateway',
    async run(signal) {
      const ids = Object.values(read().forwards)
        .filter(isAsked)
        .map(({ id }) => id);
      if (ids.length === 0) return [{ state: 'skipped', code: 'gateway-idle' }];
      const since = now();
      const isDone = (state: SessionState) => ids.every((id) => isKnown(state.forwards[id], since));
      const late = AbortSignal.any([signal, AbortSignal.timeout(WAIT_MS)]);
      await new Promise<void>((resolve) => {
        const unsubscribe = subscribe((state) => isDone(state) && end());
        const end = () => {
          unsubscribe();
          resolve();
        };
        late.addEventListener('abort', end, { once: true });
        verify(ids);
        if (isDone(read())) end();
      });
      signal.throwIfAborted();
      return judge(read(), ids, since);
    },
  };
}
