import type { AddonSpec, ProjectSpec, ServiceSpec, StateSpec, TeamSpec, Topology } from '../spec.ts';
import { addonPod, deploymentHash, deploymentPod, instanceHost } from './names.ts';

export type Pod = {
  readonly name: string;
  readonly createdAt: number;
  /** Addons only: the instance's own name. */
  readonly hostname?: string;
};

type Common = {
  readonly team: TeamSpec;
  readonly project: ProjectSpec;
  readonly id: string;
  state: StateSpec;
  instances: number;
  restarts: number;
  pods: readonly Pod[];
  changedAt: number;
  /** Why the state is not the topology's, in words. */
  note?: string;
};
export type LiveService = Common & { readonly kind: 'service'; readonly spec: ServiceSpec };
export type LiveAddon = Common & { readonly kind: 'addon'; readonly spec: AddonSpec };
export type Live = LiveService | LiveAddon;

/** How control and tests name a resource; the team only matters where two have a project of the same id. */
export type ResourceRef = {
  readonly team?: string;
  readonly project: string;
  readonly kind: 'service' | 'addon';
  readonly id: string;
};

export type LiveProject = { readonly team: TeamSpec; readonly spec: ProjectSpec; readonly resources: Live[] };

/** What runs now. Every change replaces pods as a whole and tells who listens which ones are gone. */
export type World = {
  readonly topology: Topology;
  readonly projects: (teamId: string) => readonly LiveProject[];
  readonly find: (ref: ResourceRef) => Live;
  readonly restart: (live: Live, options?: { readonly keepNames?: boolean }) => void;
  readonly scale: (live: Live, instances: number) => void;
  readonly setState: (live: Live, state: StateSpec, note?: string) => void;
  readonly add: (ref: Omit<ResourceRef, 'id'>, spec: ServiceSpec | AddonSpec) => Live;
  readonly remove: (live: Live) => void;
  /** Back to the topology, all pods new. */
  readonly reset: () => void;
  readonly onPodsGone: (listen: (live: Live, pods: readonly Pod[]) => void) => void;
};

export function createWorld(topology: Topology): World {
  const projects = new Map<string, LiveProject[]>();
  const listeners: ((live: Live, pods: readonly Pod[]) => void)[] = [];
  populate();

  function populate(): void {
    for (const team of topology.teams) {
      projects.set(
        team.id,
        team.projects.map((spec) => ({
          team,
          spec,
          resources: [
            ...spec.services.map((service) => bring(team, spec, 'service', service)),
            ...spec.addons.map((addon) => bring(team, spec, 'addon', addon)),
          ],
        })),
      );
    }
  }

  function replacePods(live: Live, pods: readonly Pod[], replaced = live.pods): void {
    live.pods = pods;
    live.changedAt = Date.now();
    if (replaced.length > 0) for (const listen of listeners) listen(live, replaced);
  }

  const world: World = {
    topology,
    projects: (teamId) => projects.get(teamId) ?? [],
    find(ref) {
      for (const [teamId, list] of projects) {
        if (ref.team !== undefined && ref.team !== teamId) continue;
        const project = list.find((one) => one.spec.id === ref.project);
        const live = project?.resources.find((one) => one.kind === ref.kind && one.id === ref.id);
        if (live) return live;
      }
      throw new Error(`no ${ref.kind} ${ref.id} in project ${ref.project}`);
    },
    restart(live, options = {}) {
      if (options.keepNames) {
        replacePods(live, live.pods);
        return;
      }
      live.restarts += 1;
      replacePods(live, makePods(live));
    },
    scale(live, instances) {
      live.instances = instances;
      if (live.state !== 'running') return;
      const kept = live.pods.slice(0, instances);
      const gone = live.pods.slice(instances);
      const added = makePods(live, live.pods[0]?.name).slice(kept.length);
      replacePods(live, [...kept, ...added], gone);
    },
    setState(live, state, note) {
      live.state = state;
      if (note === undefined) delete live.note;
      else live.note = note;
      if (state === 'running' && live.pods.length > 0) return;
      if (state === 'running') live.restarts += 1;
      replacePods(live, makePods(live));
    },
    add(ref, spec) {
      for (const [teamId, list] of projects) {
        const project = list.find((one) => one.spec.id === ref.project);
        if (!project || (ref.team !== undefined && ref.team !== teamId)) continue;
        const live = bring(project.team, project.spec, ref.kind, spec);
        project.resources.push(live);
        return live;
      }
      throw new Error(`no project ${ref.project}`);
    },
    remove(live) {
      for (const project of projects.get(live.team.id) ?? []) {
        const index = project.resources.indexOf(live);
        if (index !== -1) project.resources.splice(index, 1);
      }
      replacePods(live, []);
    },
    reset() {
      const before = [...projects.values()].flat().flatMap((project) => project.resources);
      populate();
      for (const live of before) for (const listen of listeners) listen(live, live.pods);
    },
    onPodsGone: (listen) => {
      listeners.push(listen);
    },
  };
  return world;
}

function bring(team: TeamSpec, project: ProjectSpec, kind: Live['kind'], spec: ServiceSpec | AddonSpec): Live {
  const live = {
    team,
    project,
    kind,
    spec,
    id: spec.id,
    state: spec.state ?? 'running',
    instances: 'replicas' in spec ? spec.replicas : spec.instances,
    restarts: 0,
    pods: [],
    changedAt: Date.now(),
  } as unknown as Live;
  live.pods = makePods(live);
  return live;
}

/** Only what runs has pods. With `like`, new pods of a deployment carry the hash of that one: no restart took place. */
function makePods(live: Live, like?: string): Pod[] {
  if (live.state !== 'running') return [];
  const hash = like?.split('-').at(-2) ?? deploymentHash();
  return Array.from({ length: live.instances }, (_, index) => ({
    name: live.kind === 'addon' ? addonPod(live.id, index, live.restarts) : deploymentPod(live.id, hash),
    createdAt: Date.now(),
    ...(live.kind === 'addon' && { hostname: instanceHost(live.team, live.spec, index) }),
  }));
}
