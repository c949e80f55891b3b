import { SearchX, Star } from 'lucide-react';
import { useMemo } from 'react';
import type { ResourceKey } from '../../electron/contract/catalog.ts';
import { PageHeader } from '../projects/page-header.tsx';
import { ResourceList } from '../projects/resource-list.tsx';
import { matches } from '../projects/search.ts';
import { sectionsByProject, type Section } from '../projects/sections.ts';
import { useSession } from '../session.ts';
import { text } from '../text/text.ts';
import { Empty } from '../ui/empty.tsx';
import { useMinute } from '../ui/clock.ts';
import { useView } from '../view.ts';

/** Favourites by project, then what was used last and is none of them. */
function useSections(query: string): readonly Section[] {
  const favourites = useSession((state) => state.favourites);
  const recent = useSession((state) => state.recent);
  const resources = useSession((state) => state.resources);
  const projects = useSession((state) => state.projects);
  const forwards = useSession((state) => (query ? state.forwards : undefined));
  return useMemo(() => {
    const isShown = (id: ResourceKey) => {
      const resource = resources[id];
      if (!resource) return false;
      return matches({ resource, forward: forwards?.[id], project: projects[resource.projectKey]?.name }, query);
    };
    const used = Object.keys(recent)
      .filter((id) => favourites[id] === undefined && isShown(id))
      .sort((a, b) => (recent[b] ?? 0) - (recent[a] ?? 0));
    const recents: Section = { id: 'recent', title: text.groups.favourites.recent, keys: used };
    return [
      ...sectionsByProject({ resources, projects }, Object.keys(favourites).filter(isShown)),
      ...(used.length > 0 ? [recents] : []),
    ];
  }, [favourites, recent, resources, projects, forwards, query]);
}

export function FavouritesPage() {
  const query = useView((view) => view.query.trim());
  const sections = useSections(query);
  const recent = useSession((state) => state.recent);
  const count = useSession((state) => Object.keys(state.favourites).filter((id) => state.resources[id]).length);
  const now = useMinute();
  const words = text.groups.favourites;
  return (
    <>
      <PageHeader title={words.title} about={words.about(count)} />
      {count === 0 && !query ? (
        <div className="favourites-none" data-alone={sections.length === 0 || undefined}>
          <Empty icon={Star} title={words.none}>
            {words.noneText}
          </Empty>
        </div>
      ) : null}
      {sections.length > 0 ? (
        <ResourceList
          sections={sections}
          noteOf={(section, id) => (section === 'recent' ? words.usedAt(recent[id] ?? 0, now) : undefined)}
        />
      ) : null}
      {sections.length === 0 && query ? (
        <Empty icon={SearchX} title={text.empty.noMatch(query)}>
          {text.empty.noMatchText}
        </Empty>
      ) : null}
    </>
  );
}
