import type { Target } from '../contract/catalog.ts';
import type { Tunnel } from '../contract/forward.ts';
import { describe } from '../contract/problem.ts';
import { addressOf } from '../contract/session.ts';
import type { Subject } from './output.ts';

/** What is told of a target, and of one of its ports. */
export function subjectOf({ kind: type, projectId, resourceId: id }: Target, tunnel?: Tunnel): Subject {
  if (!tunnel) return { type, projectId, id };
  const { port, hostnames, instance, status } = tunnel;
  const place = addressOf(tunnel);
  const notice = status.kind === 'open' ? status.notice : undefined;
  return {
    type,
    projectId,
    id,
    ...(port.name !== undefined && { portName: port.name }),
    protocol: port.protocol,
    ...(place && { address: place.host, port: place.port }),
    portRemote: port.number,
    hostnames: [...hostnames],
    ...(instance !== undefined && { instance }),
    ...(notice && { notice: describe(notice).text }),
  };
}
