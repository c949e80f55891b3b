import { ApiClient, ApiClientInMemoryContextProvider } from '@northflank/js-client';

/**
 * The official client in a process of its own: it keeps timers for five seconds after a stop, and trusts an extra
 * certificate authority only by NODE_EXTRA_CA_CERTS, which is read when a process starts.
 */
export type Order =
  | { readonly what: 'connect'; readonly host: string; readonly token: string }
  | { readonly what: 'projects'; readonly perPage?: number }
  | { readonly what: 'services' | 'addons'; readonly project: string; readonly perPage?: number }
  | { readonly what: 'service' | 'addon'; readonly project: string; readonly id: string }
  | { readonly what: 'credentials'; readonly project: string; readonly id: string }
  | { readonly what: 'forward-service'; readonly project: string; readonly id: string; readonly instance?: string }
  | { readonly what: 'forward-addon'; readonly project: string; readonly id: string }
  | { readonly what: 'forward-project'; readonly project: string }
  | { readonly what: 'stop' };

/** One local port as the official client reports it. */
export type Forwarded = {
  readonly address: string;
  readonly port: number;
  readonly portRemote?: number;
  readonly protocol?: string;
  readonly hostnames: readonly string[];
};

export type Reply = { readonly result: unknown } | { readonly error: string };

const context = new ApiClientInMemoryContextProvider();
const client = new ApiClient(context, { throwErrorOnHttpErrorCode: true });

async function obey(order: Order): Promise<unknown> {
  switch (order.what) {
    case 'connect':
      context.addContext({ name: 'test', host: order.host, token: order.token });
      return null;
    case 'projects':
      return (await client.list.projects.all({ options: page(order.perPage) })).data.projects;
    case 'services':
      return (
        await client.list.services.all({ parameters: { projectId: order.project }, options: page(order.perPage) })
      ).data.services;
    case 'addons':
      return (await client.list.addons.all({ parameters: { projectId: order.project }, options: page(order.perPage) }))
        .data.addons;
    case 'service':
      return (await client.get.service({ parameters: { projectId: order.project, serviceId: order.id } })).data;
    case 'addon':
      return (await client.get.addon({ parameters: { projectId: order.project, addonId: order.id } })).data;
    case 'credentials':
      return (await client.get.addon.credentials({ parameters: { projectId: order.project, addonId: order.id } })).data;
    case 'forward-service':
      return await forwarded(
        client.forwarding.forwardService({
          projectId: order.project,
          serviceId: order.id,
          ...(order.instance !== undefined && { instanceId: order.instance }),
        }),
      );
    case 'forward-addon':
      return await forwarded(client.forwarding.forwardAddon({ projectId: order.project, addonId: order.id }));
    case 'forward-project': {
      const { services, addons } = await client.forwarding.forwardProject({ projectId: order.project });
      return { services: services.length, addons: addons.length };
    }
    case 'stop':
      return await client.forwarding.stop();
    default:
      throw new Error(`no order ${String(order satisfies never)}`);
  }
}

function page(perPage: number | undefined): { per_page?: number } {
  return perPage === undefined ? {} : { per_page: perPage };
}

async function forwarded(results: Promise<readonly object[]>): Promise<unknown[]> {
  return (await results).map((result) => ('data' in result ? result.data : result));
}

process.on('message', (order: Order) => {
  obey(order).then(
    (result) => process.send?.({ result } satisfies Reply),
    (error: unknown) => process.send?.({ error: String(error) } satisfies Reply),
  );
});
process.on('disconnect', () => process.exit(0));
