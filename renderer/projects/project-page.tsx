import { PackageOpen, SearchX } from 'lucide-react';
import { useMemo } from 'react';
import type { ProjectKey } from '../../electron/contract/catalog.ts';
import { GuardMenu, ProjectProductionBadge } from '../groups/production.tsx';
import { ProjectBanner } from '../problems/project-banner.tsx';
import { useSession } from '../session.ts';
import { text } from '../text/text.ts';
import { Empty } from '../ui/empty.tsx';
import { useWidth } from '../ui/media.ts';
import { useView } from '../view.ts';
import { ForwardAll } from './forward-all.tsx';
import { type Knowledge, useKnowledge } from './knowledge.ts';
import { ListUnknown, ListWaiting } from './list-waiting.tsx';
import { PageHeader } from './page-header.tsx';
import { ResourceList } from './resource-list.tsx';
import { sectionsOfProject } from './sections.ts';

/** Forwards are only read while there is a query: a search finds addresses, a plain list does not need them. */
function useSections(key: ProjectKey, query: string) {
  const resources = useSession((state) => state.resources);
  const projects = useSession((state) => state.projects);
  const forwards = useSession((state) => (query ? state.forwards : undefined));
  return useMemo(
    () => sectionsOfProject({ resources, projects, forwards }, key, query),
    [resources, projects, forwards, key, query],
  );
}

function useAbout(key: ProjectKey): string {
  return useSession((state) => {
    let services = 0;
    let addons = 0;
    for (const resource of Object.values(state.resources)) {
      if (resource.projectKey !== key) continue;
      if (resource.target.kind === 'service') services += 1;
      else addons += 1;
    }
    const { region, problem } = state.projects[key] ?? {};
    // Of what could not be read a count of none would be a lie.
    const counts = [
      ...(problem ? [text.list.incomplete] : region ? [region] : []),
      ...(services > 0 || !problem ? [text.list.countServices(services)] : []),
      ...(addons > 0 || !problem ? [text.list.countAddons(addons)] : []),
    ];
    return counts.join(' · ');
  });
}

function NoResources({ knowledge }: { readonly knowledge: Knowledge }) {
  if (knowledge === 'loading') return <ListWaiting />;
  if (knowledge === 'unknown') return <ListUnknown />;
  return (
    <Empty icon={PackageOpen} title={text.empty.project}>
      {text.empty.projectText}
    </Empty>
  );
}

export function ProjectPage({ projectKey }: { readonly projectKey: ProjectKey }) {
  const compact = useWidth() === 'compact';
  const query = useView((view) => view.query.trim());
  const name = useSession((state) => state.projects[projectKey]?.name ?? '');
  const accountId = useSession((state) => state.projects[projectKey]?.accountId);
  const knowledge = useKnowledge(accountId);
  const isUnread = useSession((state) => state.projects[projectKey]?.problem !== undefined);
  const sections = useSections(projectKey, query);
  const about = useAbout(projectKey);
  const acts = (
    <div className="project-acts">
      <GuardMenu projectKey={projectKey} />
      <ForwardAll projectKey={projectKey} />
    </div>
  );

  return (
    <>
      <PageHeader title={name} about={about} mark={<ProjectProductionBadge projectKey={projectKey} />}>
        {acts}
      </PageHeader>
      <ProjectBanner projectKey={projectKey} />
      {sections.length > 0 ? <ResourceList sections={sections} headEnd={compact && !query ? acts : null} /> : null}
      {sections.length === 0 && query ? (
        <Empty icon={SearchX} title={text.empty.noMatch(query)}>
          {text.empty.noMatchText}
        </Empty>
      ) : null}
      {sections.length === 0 && !query ? (
        <NoResources knowledge={isUnread && knowledge === 'known' ? 'unknown' : knowledge} />
      ) : null}
    </>
  );
}
