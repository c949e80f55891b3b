import { useEffect } from 'react';
import type { ProjectKey, ResourceKey } from '../../electron/contract/catalog.ts';
import { useSend, type Send } from '../send.ts';
import { usePage, useView } from '../view.ts';

/** The command takes no more. */
const MOST_ROWS = 200;

type Teller = {
  readonly row: (key: ResourceKey) => () => void;
  readonly place: (project: ProjectKey | undefined, selected: ResourceKey | undefined) => void;
};

/** Gathers what stands in the window and tells it once for all that changed together. */
function makeTeller(send: Send): Teller {
  const rows = new Map<ResourceKey, number>();
  let project: ProjectKey | undefined;
  let selected: ResourceKey | undefined;
  let told = '';
  let isDue = false;

  const tell = () => {
    isDue = false;
    const shown = {
      ...(project !== undefined && { project }),
      rows: [...rows.keys()].slice(0, MOST_ROWS),
      ...(selected !== undefined && { selected }),
    };
    const text = JSON.stringify(shown);
    if (text === told) return;
    told = text;
    void send({ type: 'catalog.show', ...shown });
  };
  const changed = () => {
    if (isDue) return;
    isDue = true;
    queueMicrotask(tell);
  };

  return {
    row: (key) => {
      rows.set(key, (rows.get(key) ?? 0) + 1);
      changed();
      return () => {
        const left = (rows.get(key) ?? 1) - 1;
        if (left > 0) rows.set(key, left);
        else rows.delete(key);
        changed();
      };
    },
    place: (nextProject, nextSelected) => {
      project = nextProject;
      selected = nextSelected;
      changed();
    },
  };
}

const tellers = new WeakMap<Send, Teller>();

function useTeller(): Teller {
  const send = useSend();
  const known = tellers.get(send);
  if (known) return known;
  const teller = makeTeller(send);
  tellers.set(send, teller);
  return teller;
}

/** For each row that is on the screen: what is known of it is then kept up to date. */
export function useShownRow(key: ResourceKey): void {
  const teller = useTeller();
  useEffect(() => teller.row(key), [teller, key]);
}

/** The page and the details that stand open, told once for the window. */
export function ShownPlace(): null {
  const teller = useTeller();
  const page = usePage();
  const selected = useView((view) => view.selected);
  const project = page?.kind === 'project' ? page.key : undefined;
  useEffect(() => teller.place(project, selected), [teller, project, selected]);
  return null;
}
