import type { ForwardId } from '../../contract/forward.ts';
import type { RequestId } from '../../contract/inspector.ts';
import { own } from '../records.ts';
import { gone, type Ground, type TableOf } from './table.ts';

/** Each that names a request throws, or rejects with, a `Failure` where it is not kept any more. */
export type InspectorDeeds = {
  readonly inspector: {
    readonly set: (id: ForwardId, on: boolean) => void;
    readonly watch: (id: ForwardId | undefined) => void;
    readonly look: (id: RequestId | undefined) => void;
    readonly replay: (id: RequestId) => Promise<void>;
    readonly copy: (id: RequestId, real: boolean) => Promise<void>;
    /** Asks where, and writes. */
    readonly export: (id: ForwardId) => Promise<void>;
    readonly clear: (id: ForwardId) => void;
  };
};

type InspectorCommand = 'set' | 'watch' | 'look' | 'replay' | 'copy' | 'export' | 'clear';

export function inspectorCommands(
  { read }: Ground,
  { inspector }: InspectorDeeds,
): TableOf<`inspector.${InspectorCommand}`> {
  return {
    'inspector.set': ({ id, on }) => {
      if (!own(read().forwards, id)) throw gone(id);
      inspector.set(id, on);
    },
    'inspector.watch': ({ id }) => inspector.watch(id),
    'inspector.look': ({ requestId }) => inspector.look(requestId),
    'inspector.replay': ({ requestId }) => inspector.replay(requestId),
    'inspector.copy': ({ requestId, real }) => inspector.copy(requestId, real ?? false),
    'inspector.export': ({ id }) => inspector.export(id),
    'inspector.clear': ({ id }) => inspector.clear(id),
  };
}
