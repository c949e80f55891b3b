import path from 'node:path';
import type { Log } from '../base/log.ts';
import { toProblem } from '../contract/failure.ts';
import type { WithoutKeyStore } from '../contract/key-store.ts';
import type { Store } from '../session/store.ts';
import { openDisk } from '../shell/disk.ts';
import { openKeyFile } from '../shell/key-file.ts';
import { keyStore } from '../shell/key-store.ts';
import { openSecrets, type Secrets } from '../shell/secrets.ts';

/** The logins, kept as the computer can and the user has chosen; both are told in the state. */
export function openAppSecrets({ dispatch, read, subscribe }: Store, userData: string, log: Log): Secrets {
  const secrets = openSecrets({
    disk: openDisk(userData, 'secrets', log),
    keyFile: openKeyFile(path.join(userData, 'secrets.key')),
    findKeyStore: keyStore,
    without: read().settings.withoutKeyStore,
    log,
  });

  const tell = async () => dispatch({ type: 'key-store', keyStore: await secrets.keyStore() });
  const change = async (how: WithoutKeyStore) => {
    try {
      await secrets.keepWithout(how);
      dispatch({ type: 'problem-healed', key: 'tokens-not-moved' });
      if (await secrets.isPersistent()) dispatch({ type: 'problem-healed', key: 'token-unsaved' });
    } catch (error) {
      dispatch({ type: 'problem-raised', key: 'tokens-not-moved', problem: toProblem(error, 'keeping tokens') });
    }
  };

  void tell();
  subscribe((next, previous) => {
    const { withoutKeyStore } = next.settings;
    if (withoutKeyStore !== previous.settings.withoutKeyStore) void change(withoutKeyStore);
  });
  return secrets;
}
