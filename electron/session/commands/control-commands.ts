import type { Scope } from '../../contract/control.ts';
import type { Ground, TableOf } from './table.ts';

export type ControlDeeds = {
  readonly answerControl: (id: string, scopes: readonly Scope[]) => void;
  readonly revokeControl: (id: string) => Promise<void>;
};

export function controlCommands(_: Ground, deeds: ControlDeeds): TableOf<'control.answer' | 'control.revoke'> {
  return {
    'control.answer': ({ id, scopes }) => deeds.answerControl(id, scopes),
    'control.revoke': ({ id }) => deeds.revokeControl(id),
  };
}
