import { silentLog } from '../../electron/base/log.ts';
import { proxyAt } from '../../electron/base/proxy.ts';
import { dial } from '../../electron/engine/dial.ts';
import { createGateways } from '../../electron/engine/gateways.ts';
import { defaultLimits } from '../../electron/engine/limits.ts';
import { replay } from '../../electron/inspector/replay.ts';
import { createApi } from '../../electron/northflank/api.ts';

/**
 * Asks the API and dials the gateway, both at the same server and by a proxy, with what its parent sends, and sends a request
 * again to a port of this computer; then ends.
 */
type Order = {
  readonly host: string;
  readonly ca: string;
  readonly token: string;
  readonly proxy: string;
  readonly port: number;
};

async function follow({ host, ca, token, proxy: address, port }: Order): Promise<void> {
  const proxy = proxyAt(address);
  const api = createApi({ host, ca, token: () => token, proxy, log: silentLog, userAgent: 'Portside/1' });
  const gateways = createGateways(defaultLimits, proxy);
  const url = `${host.replace('https:', 'wss:')}/tunnel/x`;
  const credentials = { authorization: `Bearer ${token}`, ca: [ca] };
  const request = { url, credentials, gateways, limits: defaultLimits };
  const fields = [
    ['Host', 'web'],
    ['Cookie', `a=${token}`],
    ['Cookie', 'b=2'],
  ] as const;
  const recorded = {
    request: { method: 'GET', path: '/again', fields },
    requestBody: { bytes: () => Buffer.alloc(0) },
  };
  const again = replay(recorded as never, { host: '127.0.0.1', port }, () => {});
  const codes = await Promise.all(
    [api.get('/v1/projects'), dial(request, new AbortController().signal), again].map((job) =>
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
