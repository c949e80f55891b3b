import { type EventEmitter, once } from 'node:events';
import net from 'node:net';
import type { ApiClient } from '@northflank/js-client';
import type { Forwarding, PortForwardingInfo, PortForwardingResult } from '../../electron/forwarding/forwarding.ts';
import { askUdp, getJson } from '../conformance/clients.ts';

type Official = ApiClient['forwarding'];
type Methods =
  | 'forwardService'
  | 'forwardAddon'
  | 'forwardProject'
  | 'withServiceForwarding'
  | 'withAddonForwarding'
  | 'withProjectForwarding'
  | 'stopServiceForwarding'
  | 'stopAddonForwarding'
  | 'stopProjectForwarding'
  | 'stop'
  | 'canExecuteWithHostnames';

/** What a program that was written for the official client uses; the compiler proves that ours is one, too. */
export type AnyForwarding = Pick<Official, Methods> & Pick<EventEmitter, 'on'>;
export function asOfficial(ours: Forwarding): AnyForwarding {
  const methods: Pick<Official, Methods> = ours;
  return methods as AnyForwarding;
}

export type ScriptInput = {
  /** A pod of service `web`. */
  readonly pod: string;
  readonly teamId?: string;
};

/** The same steps for either client; every step gives plain data. */
export type Script = Readonly<Record<string, (forwarding: AnyForwarding, input: ScriptInput) => Promise<unknown>>>;

const web = { projectId: 'storefront', serviceId: 'web' };
const database = { projectId: 'storefront', addonId: 'orders-db' };

export const script: Script = {
  service: async (forwarding) => {
    const results = await forwarding.forwardService(web);
    const [http] = given(results);
    const page = http && (await getJson(http, '/json', 'web:8080'));
    return { results, service: page?.['service'], host: page?.['host'], left: await stopped(forwarding, results) };
  },
  'ports filter': async (forwarding) => {
    const some = await forwarding.forwardService({ ...web, portsFilter: [9090, 1] });
    const none = await forwarding.forwardService({ ...web, portsFilter: [1] });
    await forwarding.stop();
    return { some, none };
  },
  instance: async (forwarding, { pod }) => {
    const results = await forwarding.forwardService({ ...web, instanceId: pod, portsFilter: [8080] });
    const [http] = given(results);
    const page = http && (await getJson(http, '/json', `${http.address}:${http.port}`));
    await forwarding.stop();
    return { results, isThatOne: page?.['instance'] === pod };
  },
  'UDP service': async (forwarding) => {
    const results = await forwarding.forwardService({ projectId: 'storefront', serviceId: 'statsd' });
    const [port] = given(results);
    const answer = port && (await askUdp(port, 'echo hello'));
    await forwarding.stop();
    return { results, answer };
  },
  addon: async (forwarding) => {
    const results = await forwarding.forwardAddon(database);
    const [port] = given(results);
    return { results, answer: port && (await ping(port)), left: await stopped(forwarding, results) };
  },
  'addon with replicas': async (forwarding) => {
    const results = await forwarding.forwardAddon({ projectId: 'data-platform', addonId: 'events-db' });
    await forwarding.stop();
    return results;
  },
  project: async (forwarding) => {
    const { services, addons } = await forwarding.forwardProject({ projectId: 'storefront' });
    const all = [...services, ...addons].flat();
    await forwarding.stopProjectForwarding({ projectId: 'storefront' });
    return { services, addons, left: await reachable(all) };
  },
  'nothing runs': async (forwarding) => {
    const results = await forwarding.forwardService({ projectId: 'data-platform', serviceId: 'nightly-export' });
    return { results };
  },
  'with a service': async (forwarding) => {
    let results: PortForwardingResult[] = [];
    const value = await forwarding.withServiceForwarding(web, async (all) => {
      results = all;
      return (await reachable(all)).length;
    });
    return { results, value, left: await reachable(results) };
  },
  'with an addon': async (forwarding) => {
    let results: PortForwardingResult[] = [];
    const value = await forwarding.withAddonForwarding(database, async (all) => {
      results = all;
      return (await reachable(all)).length;
    });
    return { results, value, left: await reachable(results) };
  },
  'with a project, and an error': async (forwarding) => {
    let results: PortForwardingResult[] = [];
    const error = await forwarding
      .withProjectForwarding({ projectId: 'internal-tools' }, (all) => {
        results = [...all.services, ...all.addons].flat();
        return Promise.reject(new Error('of the program'));
      })
      .catch(String);
    return { results, error, left: await reachable(results) };
  },
  team: async (forwarding, { teamId }) => {
    const where = teamId === undefined ? {} : { teamId };
    const service = await forwarding.forwardService({ ...where, ...web });
    const addon = await forwarding.forwardAddon({ ...where, ...database });
    const answers = await reachable([...service, ...addon]);
    await forwarding.stop();
    return { service, addon, answers: answers.length };
  },
  'stops of what never ran': async (forwarding) => {
    await forwarding.stopServiceForwarding(web);
    await forwarding.stopAddonForwarding(database);
    await forwarding.stopProjectForwarding({ projectId: 'storefront' });
    await forwarding.stop();
    return await forwarding.stop().then(() => 'stopped');
  },
  events: async (forwarding) => {
    const heard: unknown[] = [];
    const hear = (event: string) => {
      forwarding.on(event, (tunnel: { bindTo?: object; protocol: string }, info?: PortForwardingInfo) => {
        heard.push({ event, bindTo: tunnel.bindTo, protocol: tunnel.protocol, ...(info && { info }) });
        if (event === 'connection-close') closed();
      });
    };
    let closed = (): void => {};
    const isClosed = new Promise<void>((resolve) => (closed = resolve));
    for (const event of ['tunnel-open', 'connection-accept', 'connection-close', 'tunnel-close', 'connection-error'])
      hear(event);
    const [port] = given(await forwarding.forwardAddon(database));
    if (port) await ping(port);
    await isClosed;
    await forwarding.stopAddonForwarding(database);
    return heard;
  },
};

function given(results: readonly PortForwardingResult[]): PortForwardingInfo[] {
  return results.flatMap((result) => result.data ?? []);
}

/** Remote ports that still accept a connection. */
async function reachable(results: readonly PortForwardingResult[]): Promise<unknown[]> {
  const tried = given(results).map(async ({ address, port, portRemote, protocol }) => {
    if (protocol === 'UDP') return [];
    const socket = net.connect(port, address);
    try {
      await once(socket, 'connect');
      return [portRemote];
    } catch {
      return [];
    } finally {
      socket.destroy();
    }
  });
  return (await Promise.all(tried)).flat();
}

async function stopped(forwarding: AnyForwarding, results: readonly PortForwardingResult[]): Promise<unknown[]> {
  await forwarding.stop();
  return reachable(results);
}

/** What PostgreSQL says to a client that asks for TLS: `S` or `N`. */
async function ping({ address, port }: PortForwardingInfo): Promise<string> {
  const socket = net.connect(port, address);
  socket.write(Buffer.from('0000000804d2162f', 'hex'));
  const [answer] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return answer.toString();
}
