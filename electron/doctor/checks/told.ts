import type { Finding } from '../../contract/doctor.ts';
import type { Hostnames } from '../../contract/hostnames.ts';
import type { KeyStore } from '../../contract/key-store.ts';
import type { Examination } from '../examine.ts';
import type { DoctorParts } from '../parts.ts';

function ofHostnames({ wished, state, how, kept, problem }: Hostnames): Finding {
  const cures = [{ kind: 'hostnames' }] as const;
  if (!wished) return { state: 'skipped', code: 'hostnames-off' };
  if (state === 'kept')
    return { state: 'ok', code: how === 'direct' ? 'hostnames-direct' : 'hostnames-helper', args: { count: kept } };
  if (problem) return { state: 'warning', code: 'hostnames-bad', problem, cures };
  return { state: 'warning', code: 'hostnames-waiting', cures };
}

function ofKeyStore(keyStore: KeyStore): Finding {
  if (keyStore.kind === 'system') return { state: 'ok', code: 'keys-fine' };
  if (keyStore.kind === 'unknown') return { state: 'skipped', code: 'keys-unknown' };
  const code = keyStore.why === 'basic' ? 'keys-basic' : 'keys-silent';
  return { state: 'warning', code, cures: [{ kind: 'keep-tokens' }] };
}

/** What the app has found out by itself before, each in one sentence. */
export function checkTold({ read }: Pick<DoctorParts, 'read'>): readonly Examination[] {
  return [
    { id: 'hostnames', run: async () => [ofHostnames(read().hostnames)] },
    {
      id: 'tray',
      run: async () =>
        read().desktop.tray === 'missing'
          ? [{ state: 'warning', code: 'tray-missing' }]
          : [{ state: 'ok', code: 'tray-fine' }],
    },
    { id: 'key-store', run: async () => [ofKeyStore(read().keyStore)] },
  ];
}
