import { Failure } from '../contract/failure.ts';
import type { LocalChoice } from '../contract/forward.ts';
import { asFailure } from './as-failure.ts';
import { bindChosen, bindTarget, type BindRequest, type Bound, type PortRequest } from './bind.ts';
import type { EngineParts, TunnelPlan } from './face.ts';
import { serveMoved } from './relayed.ts';
import type { TunnelLife } from './tunnel.ts';

type GroupRequest = Omit<BindRequest, 'ports'> & {
  readonly group: readonly TunnelLife[];
  /** Where the user wants this port. */
  readonly choice: (plan: TunnelPlan) => LocalChoice | undefined;
  readonly relay: EngineParts['relay'];
};

/**
 * Binds the ports of these tunnels at the target's one address, and those for which the user chose another one there. Each
 * is told its own outcome; none is lost to another one's.
 */
export async function bindGroup({ group, choice, relay, ...request }: GroupRequest): Promise<void> {
  const requestOf = (tunnel: TunnelLife): PortRequest => {
    const plan = tunnel.plan();
    const { port, hostnames } = plan;
    const chosen = choice(plan)?.port;
    const name = `${hostnames[0] ?? request.key}:${port.number}/${port.protocol}`;
    return {
      number: chosen ?? port.number,
      ...(chosen !== undefined && { isChosen: true }),
      name,
      listen: tunnel.listen,
    };
  };
  const elsewhere = new Map<TunnelLife, string>();
  for (const tunnel of group) {
    const host = choice(tunnel.plan())?.host;
    if (host !== undefined) elsewhere.set(tunnel, host);
  }
  const together = group.filter((tunnel) => !elsewhere.has(tunnel));
  const ports = together.map(requestOf);
  const shared =
    ports.length > 0 && bindTarget({ ...request, ports }).catch((error: unknown) => asFailure(error, 'bind'));
  await Promise.all([
    ...[...elsewhere].map(async ([tunnel, host]) =>
      tell(tunnel, await bindChosen(requestOf(tunnel), host, request.prepare)),
    ),
    ...together.map(async (tunnel, index) => {
      const results = await shared;
      if (results) tell(tunnel, results instanceof Failure ? results : results[index], relay);
    }),
  ]);
}

function tell(tunnel: TunnelLife, result: Bound | Failure | undefined, relay?: EngineParts['relay']): void {
  if (result instanceof Failure) tunnel.fail(result.problem);
  else if (result) serveMoved(tunnel, result, relay);
}
