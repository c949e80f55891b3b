import { ApiClient, ApiClientInMemoryContextProvider } from '@northflank/js-client';
import { serve, type Addresses, type Platform } from './client.ts';

function connect({ api, token }: Platform): ApiClient {
  const context = new ApiClientInMemoryContextProvider();
  context.addContext({ name: 'bench', host: api, token });
  return new ApiClient(context, { throwErrorOnHttpErrorCode: true });
}

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
  async forwardMany(platform) {
    const startedAt = performance.now();
    await connect(platform).forwarding.forwardProject({ projectId: 'hundred' });
    return { listenMs: performance.now() - startedAt };
  },
});
