import { Failure } from '../contract/failure.ts';
import { asFailure } from './as-failure.ts';
import { bindTarget, type BindRequest } from './bind.ts';
import type { TunnelLife } from './tunnel.ts';

/** Binds the ports of these tunnels at one address. Each is told its own outcome; none is lost to another one's. */
export async function bindGroup({
  group,
  ...request
}: Omit<BindRequest, 'ports'> & { readonly group: readonly TunnelLife[] }): Promise<void> {
  const ports = group.map((tunnel) => {
    const { port, hostnames } = tunnel.plan();
    const name = `${hostnames[0] ?? request.key}:${port.number}/${port.protocol}`;
    return { number: port.number, name, listen: tunnel.listen };
  });
  const results = await bindTarget({ ...request, ports }).catch((error: unknown) => asFailure(error, 'bind'));
  for (const [index, tunnel] of group.entries()) {
    const result = results instanceof Failure ? results : results[index];
    if (result instanceof Failure) tunnel.fail(result.problem);
    else if (result) tunnel.serveAt(result);
  }
}
