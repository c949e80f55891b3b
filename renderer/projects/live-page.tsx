import { Radio, SearchX } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { ForwardId } from '../../electron/contract/forward.ts';
import { summarise } from '../../electron/contract/status.ts';
import { useSend } from '../send.ts';
import { shallow, useSession } from '../session.ts';
import { text } from '../text/text.ts';
import { Button } from '../ui/button.tsx';
import { Empty } from '../ui/empty.tsx';
import { useMoves, useView } from '../view.ts';
import { PageHeader } from './page-header.tsx';
import { ResourceList } from './resource-list.tsx';
import { matches } from './search.ts';
import { sectionsByProject } from './sections.ts';

/** A forward that is turned off here stays in its place until the page is left: a second click must find it again. */
function useForwardIds(): readonly ForwardId[] {
  const [kept] = useState(() => new Set<ForwardId>());
  return useSession((state) => {
    for (const forward of Object.values(state.forwards)) {
      if (forward.wish.on || summarise(forward) !== 'off') kept.add(forward.id);
    }
    return Object.keys(state.forwards).filter((id) => kept.has(id));
  }, shallow);
}

export function LivePage() {
  const send = useSend();
  const { show } = useMoves();
  const query = useView((view) => view.query.trim());
  const ids = useForwardIds();
  const resources = useSession((state) => state.resources);
  const projects = useSession((state) => state.projects);
  const forwards = useSession((state) => (query ? state.forwards : undefined));
  const wished = useSession((state) => Object.values(state.forwards).some((forward) => forward.wish.on));
  const first = Object.keys(projects)[0];
  const sections = useMemo(() => {
    const shown = ids.filter((id) => {
      const resource = resources[id];
      if (!resource) return !query;
      return matches({ resource, forward: forwards?.[id], project: projects[resource.projectKey]?.name }, query);
    });
    return sectionsByProject({ resources, projects }, shown);
  }, [ids, resources, projects, forwards, query]);
  const live = useSession((state) => Object.values(state.forwards).filter((each) => summarise(each) === 'live').length);

  return (
    <>
      <PageHeader title={text.sidebar.live} about={text.list.liveOf(live, ids.length)}>
        <Button small disabled={!wished} onClick={() => void send({ type: 'forwards.stop-all' })}>
          {text.list.stopAll}
        </Button>
      </PageHeader>
      {sections.length > 0 ? <ResourceList sections={sections} /> : null}
      {sections.length === 0 && query ? (
        <Empty icon={SearchX} title={text.empty.noMatch(query)}>
          {text.empty.noMatchText}
        </Empty>
      ) : null}
      {sections.length === 0 && !query ? (
        <Empty
          icon={Radio}
          title={text.empty.live}
          action={
            first === undefined ? null : (
              <Button onClick={() => show({ kind: 'project', key: first })}>{text.empty.liveAction}</Button>
            )
          }
        >
          {text.empty.liveText}
        </Empty>
      ) : null}
    </>
  );
}
