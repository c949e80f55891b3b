import { resourceKey, type Account, type ResourceKey } from '../contract/catalog.ts';
import { parseLink, type Link } from '../contract/link.ts';
import { isSameName } from '../contract/profile.ts';
import { problem, type Problem } from '../contract/problem.ts';
import type { SessionState } from '../contract/session.ts';
import type { Dispatch } from './actions.ts';
import type { Store } from './store.ts';

/** How long a link waits for a catalogue that is on its way. */
const WAIT_MS = 15_000;

type ResourceLink = Exclude<Link, { readonly kind: 'profile' }>;
type Parts = Pick<Store, 'read' | 'subscribe'> & {
  readonly dispatch: Dispatch;
  /** Asks for all of one resource; what comes of it is state. */
  readonly look: (key: ResourceKey) => void;
  readonly waitMs?: number;
};

const isOfTeam = (team: string | undefined, teamId: string | undefined) =>
  team === undefined || teamId === undefined || teamId === team;

function knownKeys(
  { resources }: SessionState,
  { projectId, resource, resourceId, team }: ResourceLink,
): ResourceKey[] {
  return Object.values(resources)
    .filter(({ target }) => target.kind === resource && target.resourceId === resourceId)
    .filter(({ target }) => target.projectId === projectId && isOfTeam(team, target.teamId))
    .map(({ key }) => key);
}

/** What would be its keys, in the projects that are known by that id. */
function possibleKeys({ projects }: SessionState, link: ResourceLink): ResourceKey[] {
  const { projectId, resource: kind, resourceId, team } = link;
  return Object.values(projects)
    .filter(({ id, teamId }) => id === projectId && isOfTeam(team, teamId))
    .map(({ accountId, teamId }) =>
      resourceKey({ accountId, ...(teamId !== undefined && { teamId }), projectId, kind, resourceId }),
    );
}

/** Its catalogue may say more in a moment. */
const isOnItsWay = ({ state, catalog }: Account) =>
  state === 'checking' ||
  catalog.state === 'loading' ||
  (state === 'signed-in' && catalog.state === 'empty' && !catalog.problem);

/**
 * Follows links: leads the window there, or shows what is proposed. A link that comes before the catalogue waits for it, and
 * one that proposes waits while another proposal is looked at, so that no button changes its meaning under the pointer. Of
 * several that wait the last one counts.
 */
export function openLinks({ dispatch, read, subscribe, look, waitMs = WAIT_MS }: Parts) {
  let waiting: Link | undefined;
  let isLate = false;
  let looked = new Set<ResourceKey>();
  let timer: NodeJS.Timeout | undefined;

  const refuse = (why: Problem) => dispatch({ type: 'proposed', proposal: { state: 'failed', problem: why } });

  function answer(state: SessionState, link: Link): 'later' | (() => void) {
    if (link.kind === 'profile') {
      const found = Object.values(state.profiles).find((each) => isSameName(each.name, link.name));
      if (!found) return () => refuse(problem('link-profile-unknown', { name: link.name }));
      return () => dispatch({ type: 'desktop-changed', change: { place: { kind: 'profile', id: found.id } } });
    }
    const accounts = Object.values(state.accounts);
    if (accounts.length === 0) return () => refuse(problem('link-signed-out'));
    const keys = knownKeys(state, link);
    const [key] = keys;
    if (key === undefined) {
      const possible = possibleKeys(state, link);
      for (const each of possible) {
        if (looked.has(each)) continue;
        looked.add(each);
        // Not in the middle of a change that is still being told.
        queueMicrotask(() => look(each));
      }
      if (!isLate && (possible.length > 0 || accounts.some(isOnItsWay))) return 'later';
      return () => refuse(problem('link-unknown', { name: link.resourceId, project: link.projectId }));
    }
    if (link.kind === 'open') {
      return () => dispatch({ type: 'desktop-changed', change: { place: { kind: 'resource', key } } });
    }
    if (state.proposal.state === 'ready') return 'later';
    const { ports } = link;
    const needs = keys.map((id, index) => ({ id, isSure: index === 0, ...(ports && { ports }) }));
    return () => dispatch({ type: 'proposed', proposal: { state: 'ready', kind: 'link', needs, unknown: [] } });
  }

  function forget(): void {
    waiting = undefined;
    isLate = false;
    looked = new Set();
    clearTimeout(timer);
  }

  function settle(): void {
    if (!waiting) return;
    const act = answer(read(), waiting);
    if (act === 'later') return;
    forget();
    act();
  }

  const unsubscribe = subscribe((next, previous) => {
    const isOfUse = (['resources', 'projects', 'accounts', 'proposal'] as const).some(
      (name) => next[name] !== previous[name],
    );
    if (isOfUse) settle();
  });

  return {
    follow(url: string): void {
      forget();
      const link = parseLink(url);
      if (!link) return refuse(problem('link-unreadable'));
      waiting = link;
      timer = setTimeout(() => {
        isLate = true;
        settle();
      }, waitMs);
      settle();
    },
    close(): void {
      forget();
      unsubscribe();
    },
  };
}
