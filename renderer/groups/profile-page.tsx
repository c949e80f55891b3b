import { Layers, SearchX } from 'lucide-react';
import { useMemo } from 'react';
import type { ProfileId } from '../../electron/contract/profile.ts';
import { PageHeader } from '../projects/page-header.tsx';
import { ResourceList } from '../projects/resource-list.tsx';
import { matches } from '../projects/search.ts';
import { sectionsByProject } from '../projects/sections.ts';
import { useSession } from '../session.ts';
import { text } from '../text/text.ts';
import { Button } from '../ui/button.tsx';
import { Empty } from '../ui/empty.tsx';
import { useWidth } from '../ui/media.ts';
import { useMoves, useView } from '../view.ts';
import { ProfileActions, useProfileState } from './profile-actions.tsx';

/** The forwards of one profile, with its switch. */
export function ProfilePage({ id }: { readonly id: ProfileId }) {
  const { lay } = useMoves();
  const compact = useWidth() === 'compact';
  const query = useView((view) => view.query.trim());
  const entries = useSession((state) => state.profiles[id]?.entries);
  const resources = useSession((state) => state.resources);
  const projects = useSession((state) => state.projects);
  const forwards = useSession((state) => (query ? state.forwards : undefined));
  const { name, on, all } = useProfileState(id);
  const words = text.groups.profiles;
  const sections = useMemo(() => {
    const shown = Object.keys(entries ?? {}).filter((key) => {
      const resource = resources[key];
      if (!resource) return !query;
      return matches({ resource, forward: forwards?.[key], project: projects[resource.projectKey]?.name }, query);
    });
    return sectionsByProject({ resources, projects }, shown);
  }, [entries, resources, projects, forwards, query]);
  return (
    <>
      <PageHeader title={name} about={words.about(on, all)}>
        <ProfileActions id={id} />
      </PageHeader>
      {sections.length > 0 ? (
        <ResourceList sections={sections} headEnd={compact && !query ? <ProfileActions id={id} /> : null} />
      ) : null}
      {sections.length === 0 && query ? (
        <Empty icon={SearchX} title={text.empty.noMatch(query)}>
          {text.empty.noMatchText}
        </Empty>
      ) : null}
      {sections.length === 0 && !query ? (
        <Empty
          icon={Layers}
          title={words.empty}
          action={<Button onClick={() => lay({ kind: 'profile', id })}>{words.edit}</Button>}
        >
          {words.emptyText}
        </Empty>
      ) : null}
    </>
  );
}
