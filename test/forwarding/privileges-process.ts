import { ApiClient, ApiClientInMemoryContextProvider } from '@northflank/js-client';
import { Forwarding } from '../../electron/forwarding/forwarding.ts';

/** What an ordinary user is told by the official client and by ours. The modules are read before this becomes one. */
const [, , hostsFile = '', writableHostsFile = ''] = process.argv;
const context = new ApiClientInMemoryContextProvider();
context.addContext({ name: 'test', token: 'none' });
const official = new ApiClient(context, {}).forwarding;
const forwarding = new Forwarding(context, { hostsFile });
const other = new Forwarding(context, { hostsFile: writableHostsFile });

process.setuid?.(65_534);
const thrown = await forwarding
  .forwardAddon({ projectId: 'a', addonId: 'b' }, false)
  .catch((error: unknown) => (error as Error).message);
process.stdout.write(
  JSON.stringify({
    official: official.canExecuteWithHostnames(),
    ours: forwarding.canExecuteWithHostnames(),
    thrown,
    writable: other.canExecuteWithHostnames(),
  }),
);
