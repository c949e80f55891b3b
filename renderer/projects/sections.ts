import type { ProjectKey, Resource, ResourceKey } from '../../electron/contract/catalog.ts';
import type { SessionState } from '../../electron/contract/session.ts';
import { text } from '../text/text.ts';
import { matches } from './search.ts';

/** A headed part of the list. */
export type Section = { readonly id: string; readonly title: string; readonly keys: readonly ResourceKey[] };

const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
const byName = (a: { readonly name: string }, b: { readonly name: string }) => collator.compare(a.name, b.name);
const keysOf = (resources: readonly Resource[]) => resources.map((resource) => resource.key);

type Known = Pick<SessionState, 'resources' | 'projects'> & {
  readonly forwards?: SessionState['forwards'] | undefined;
};

/**
 * Services, then addons, each by name. With a query only what matches, and behind it the matches of other projects, so
 * that a search never says "nothing" about a thing that is one project away.
 */
export function sectionsOfProject(known: Known, key: ProjectKey, query: string): readonly Section[] {
  const { forwards, projects } = known;
  const isFound = (resource: Resource) => {
    if (!query) return resource.projectKey === key;
    // The name of the project on the screen says nothing about its rows.
    const project = resource.projectKey === key ? undefined : projects[resource.projectKey]?.name;
    return matches({ resource, forward: forwards?.[resource.key], project }, query);
  };
  const found = Object.values(known.resources).filter(isFound).sort(byName);
  const own = found.filter((resource) => resource.projectKey === key);
  const sections: Section[] = [
    { id: 'services', title: text.list.services, keys: keysOf(own.filter((each) => each.target.kind === 'service')) },
    { id: 'addons', title: text.list.addons, keys: keysOf(own.filter((each) => each.target.kind === 'addon')) },
  ];
  if (query) {
    const others = found.filter((resource) => resource.projectKey !== key);
    sections.push(...sectionsByProject(known, keysOf(others)));
  }
  return sections.filter((section) => section.keys.length > 0);
}

/** One section per project, by the project's name; keys of unknown resources come last. */
export function sectionsByProject({ resources, projects }: Known, keys: readonly ResourceKey[]): readonly Section[] {
  const groups = new Map<string, ResourceKey[]>();
  for (const key of keys) {
    const project = resources[key]?.projectKey ?? key.split('/').slice(0, 3).join('/');
    groups.set(project, [...(groups.get(project) ?? []), key]);
  }
  const nameOf = (key: ResourceKey) => ({ name: resources[key]?.name ?? key });
  return [...groups]
    .map(([project, members]) => ({
      id: project,
      name: projects[project]?.name ?? project.split('/')[2] ?? project,
      keys: members.sort((a, b) => byName(nameOf(a), nameOf(b))),
    }))
    .sort(byName)
    .map(({ id, name, keys: members }) => ({ id, title: name, keys: members }));
}
