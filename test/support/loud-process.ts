import { silentLog } from '../../electron/base/log.ts';
import { proxyAt } from '../../electron/base/proxy.ts';
import { dial } from '../../electron/engine/dial.ts';
import { createGateways } from '../../electron/engine/gateways.ts';
import { defaultLimits } from '../../electron/engine/limits.ts';
import { createApi } from '../../electron/northflank/api.ts';

/** Asks the API and dials the gateway, both at the same server and by a proxy, with what its parent sends; then ends. */
type Order = { readonly host: string; readonly ca: string; readonly token: string; readonly proxy: string };

async function follow({ host, ca, token, proxy: address }: Order): Promise<void> {
  const proxy = proxyAt(address);
  const api = createApi({ host, ca, token: () => token, proxy, log: silentLog, userAgent: 'Portside/1' });
  const gateways = createGateways(defaultLimits, proxy);
  const url = `${host.replace('https:', 'wss:')}/tunnel/x`;
  const credentials = { authorization: `Bearer ${token}`, ca: [ca] };
  const request = { url, credentials, gateways, limits: defaultLimits };
  const codes = await Promise.all(
    [api.get('/v1/projects'), dial(request, new AbortController().signal)].map((job) =>
      job.then(
        () => 'ok',
        (error: Error & { problem?: { code: string } }) => error.problem?.code ?? error.message,
      ),
    ),
  );
  process.send?.(codes, () => process.exit(0));
}

process.once('message', (order: Order) => void follow(order));
process.send?.('ready');
