import { get } from 'node:https';
import { createServer, type AddressInfo } from 'node:net';
import { pipeline } from 'node:stream';
import { createWebSocketStream, WebSocket } from 'ws';
import { serve, type Address, type Addresses, type Platform } from './client.ts';

type Info = {
  readonly targetDomain: string;
  readonly instances: readonly { readonly podName: string }[];
  readonly ports: readonly { readonly internalPort: number }[];
};

function ask({ api, token, ca }: Platform, path: string): Promise<Info> {
  return new Promise((resolve, reject) => {
    get(api + path, { ca, headers: { authorization: `Bearer ${token}` } }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.on('end', () => resolve(JSON.parse(body) as Info));
    }).on('error', reject);
  });
}

async function listen(url: string, { token, ca, prefix }: Platform): Promise<Address> {
  const server = createServer({ noDelay: true }, (socket) => {
    const headers = { authorization: `Bearer ${token}` };
    const far = createWebSocketStream(new WebSocket(url, { ca, headers, perMessageDeflate: false }));
    pipeline(socket, far, () => {});
    pipeline(far, socket, () => {});
  });
  const host = `${prefix}.1`;
  await new Promise<void>((resolve) => {
    server.listen({ host, port: 0 }, resolve);
  });
  return { host, port: (server.address() as AddressInfo).port };
}

/** What a first version of such a program looks like: `ws`, its stream, two pipelines. */
serve({
  async forward(platform, service): Promise<Addresses> {
    const path = `projects/bench/services/${service}`;
    const { targetDomain, instances, ports } = await ask(platform, `/v1/port-forwarding/info/${path}`);
    const addresses: Record<number, Address> = {};
    for (const { internalPort } of ports) {
      const url = `wss://${targetDomain}/tunnel/${path}/instance/${instances[0]?.podName}/port/${internalPort}`;
      addresses[internalPort] = await listen(url, platform);
    }
    return addresses;
  },
});
