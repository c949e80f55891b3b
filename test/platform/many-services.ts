import type { Topology } from './spec.ts';

/** One project with so many services of one echoing port each. */
export function manyServices(count: number): Topology {
  const services = Array.from({ length: count }, (_, index) => {
    const id = `echo-${String(index).padStart(3, '0')}`;
    const port = { number: 7000, name: 'echo', protocol: 'TCP', workload: 'tcp-echo' } as const;
    return { id, name: id, type: 'deployment' as const, instances: 1, ports: [port] };
  });
  const project = {
    id: 'many',
    name: 'many',
    region: 'europe-west',
    namespace: 'ns-many00000000',
    services,
    addons: [],
  };
  return {
    org: { id: 'acme-group', name: 'Acme Group' },
    teams: [{ id: 'acme', name: 'Acme', dnsId: 'k2xq', projects: [project] }],
  };
}
