import type { ForwardId, TunnelId } from '../contract/forward.ts';
import type { Route, TunnelPlan } from './face.ts';

/** Whose address a plan's port is served at: the resource's, or that of its one instance. */
export function placeKey(id: ForwardId, plan: TunnelPlan): string {
  return plan.instance === undefined ? id : `${id}@${plan.instance}`;
}

/** Plans by tunnel id. A port that is there twice, as TCP and as UDP, has the protocol in the id of the second. */
export function plansById(id: ForwardId, route: Route): Map<TunnelId, TunnelPlan> {
  const plans = new Map<TunnelId, TunnelPlan>();
  for (const plan of route.plans) {
    const instance = plan.instance === undefined ? '' : `@${plan.instance}`;
    const tunnelId = `${id}:${plan.port.number}${instance}`;
    plans.set(plans.has(tunnelId) ? `${tunnelId}/${plan.port.protocol.toLowerCase()}` : tunnelId, plan);
  }
  return plans;
}
