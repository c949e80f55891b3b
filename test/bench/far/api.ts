import { createSecureServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import type { Certificate } from './gateway.ts';
import { PORTS } from './ports.ts';

/** Services of the project `bench`, by id: the gateway each is behind. */
export type Services = Readonly<Record<string, { readonly gatewayPort: number; readonly ports: readonly number[] }>>;

/** Number of services in the project `hundred`, one port each. */
export const MANY = 100;

const INFO = /^\/v1\/port-forwarding\/info\/projects\/(bench|hundred)\/services\/([^/?]+)$/;

function infoOf(services: Services, project: string, id: string): unknown {
  const service = services[project === 'hundred' ? 'near' : id];
  if (!service) return undefined;
  const ports = project === 'hundred' ? [PORTS.echo] : service.ports;
  return {
    namespace: 'ns-bench',
    targetDomain: `localhost:${service.gatewayPort}`,
    instances: [{ podName: `${id}-0` }],
    ports: ports.map((internalPort) => ({ internalPort, name: `p${internalPort}`, protocol: 'TCP' })),
  };
}

/** As much of the platform's API as forwarding needs; every answer takes `delayMs`. */
export async function startApi(certificate: Certificate, services: Services, delayMs: number): Promise<number> {
  const many = Array.from({ length: MANY }, (_, index) => {
    const id = `service-${index}`;
    return { id, appId: id, projectId: 'hundred', name: id, tags: [], serviceType: 'deployment', status: {} };
  });
  const server = createSecureServer({ ...certificate, allowHTTP1: true }, (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'https://localhost');
    const [, project = '', id = ''] = INFO.exec(pathname) ?? [];
    const answers: Readonly<Record<string, unknown>> = {
      '/v1/projects/hundred/services': { data: { services: many } },
      '/v1/projects/hundred/addons': { data: { addons: [] } },
    };
    const answer = answers[pathname] ?? infoOf(services, project, id);
    setTimeout(() => {
      response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(answer ?? { error: { status: 404, message: 'not found' } }));
    }, delayMs);
  });
  await new Promise<void>((resolve) => {
    server.listen({ host: '127.0.0.1', port: 0, backlog: 1024 }, resolve);
  });
  return (server.address() as AddressInfo).port;
}
