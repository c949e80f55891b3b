import type { PortSpec } from '../spec.ts';
import { type Answer, bare } from './answer.ts';
import { addonOf, type Call, demand, serviceOf } from './scope.ts';

/**
 * What a client needs to forward: undocumented, without the `data` envelope. Shape and protocol from the official
 * client, which reads exactly these fields.
 */
export function serviceInfo(call: Call): Answer {
  const live = serviceOf(call);
  demand(call.token, 'forward');
  return bare({
    namespace: live.project.namespace,
    targetDomain: call.parts.authorityName,
    instances: live.pods.map((pod) => ({ podName: pod.name })),
    ports: live.spec.ports.map(portInfo),
  });
}

export function addonInfo(call: Call): Answer {
  const live = addonOf(call);
  demand(call.token, 'forward');
  const ports = live.spec.ports.map(portInfo);
  return bare({
    targetDomain: call.parts.authorityName,
    instances: live.pods.map((pod) => ({ podName: pod.name, internalHostname: pod.hostname, ports })),
  });
}

function portInfo(port: PortSpec): { internalPort: number; name?: string; protocol: string } {
  return {
    internalPort: port.number,
    ...(port.name !== undefined && { name: port.name }),
    protocol: port.protocol,
  };
}
