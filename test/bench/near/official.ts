import { ApiClient, ApiClientInMemoryContextProvider } from '@northflank/js-client';
import { serve, type Addresses, type Platform } from './client.ts';

function connect({ api, token }: Platform): ApiClient {
  const context = new ApiClientInMemoryContextProvider();
  context.addContext({ name: 'bench', host: api, token });
  return new ApiClient(context, { throwErrorOnHttpErrorCode: true });
}

const addressOf = ({ address, port }: { readonly address: string; readonly port: number }) => ({ host: address, port });

/** Northflank's own client. It trusts the bench's authority by NODE_EXTRA_CA_CERTS. */
serve({
  async forward(platform, service): Promise<Addresses> {
    const results = await connect(platform).forwarding.forwardService({ projectId: 'bench', serviceId: service });
    return Object.fromEntries(
      results.flatMap((result) =>
        'data' in result
          ? [[result.data.portRemote ?? result.data.port, { host: result.data.address, port: result.data.port }]]
          : [],
      ),
    );
  },
  /** It remembers nothing. */
  async launch(platform) {
    const { services } = await connect(platform).forwarding.forwardProject({ projectId: 'hundred' });
    return services.flat().flatMap((result) => ('data' in result ? [addressOf(result.data)] : []));
  },
  async forwardMany(platform) {
    const startedAt = performance.now();
    await connect(platform).forwarding.forwardProject({ projectId: 'hundred' });
    return { listenMs: performance.now() - startedAt };
  },
});
