import { ListTree, Radar } from 'lucide-react';
import { resourceName } from '../../electron/contract/catalog.ts';
import { hasWebPort } from '../forwards/guard-field.tsx';
import { text } from '../text/text.ts';
import type { Entry } from './entries.ts';
import type { Source } from './ground.ts';

const { palette: said, inspector: words } = text;

/** The requests of forwards that are on and speak HTTP: to look at them, and to begin or end that they are kept. */
export const inspections: Source = ({ state, send, moves }) =>
  Object.values(state.forwards).flatMap((forward): Entry[] => {
    const { id, wish } = forward;
    const isOn = state.inspector.on[id] === true;
    const resource = state.resources[id];
    if (!hasWebPort(forward, resource) || (!wish.on && !isOn)) return [];
    const name = resourceName(resource, id);
    const show = () => moves.show({ kind: 'inspector', id });
    const note = state.projects[resource?.projectKey ?? '']?.name ?? '';
    const common = { note, words: said.inspectWords } as const;
    if (!isOn) {
      const begin = () => {
        void send({ type: 'inspector.set', id, on: true });
        show();
      };
      return [{ ...common, id: `inspect/${id}`, title: said.inspect(name), icon: Radar, kind: 'command', run: begin }];
    }
    const end = () => void send({ type: 'inspector.set', id, on: false });
    return [
      { ...common, id: `requests/${id}`, title: words.title(name), icon: ListTree, kind: 'page', run: show },
      { ...common, id: `inspect/${id}`, title: said.inspectNot(name), icon: Radar, kind: 'command', run: end },
    ];
  });
