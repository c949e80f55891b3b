import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isSameName } from '../contract/profile.ts';
import type { Report, ResourceReport } from '../control/report.ts';
import { parsePortsideFile } from '../project-files/portside-file.ts';
import { UsageError } from './usage-error.ts';

const PROJECT_FILE = '.portside.yaml';

type Known = { readonly list: readonly ResourceReport[]; readonly status: Report };

const named = (name: string) => (each: ResourceReport) =>
  [
    each.resource,
    `${each.project}/${each.resource}`,
    `${each.project}/${each.type}/${each.resource}`,
    each.id,
  ].includes(name);

/** The one resource of this name. Throws a `UsageError` where there is none, or several. */
export function findResource(name: string, list: readonly ResourceReport[]): ResourceReport {
  const found = list.filter(named(name));
  const [first, second] = found;
  if (!first) throw new UsageError(`Portside knows no service, addon or profile "${name}".`);
  if (second) {
    const ways = found.map(({ project, type, resource }) => `${project}/${type}/${resource}`);
    // Of two accounts or teams with such a project only the whole id tells them apart.
    const isTold = new Set(ways).size === ways.length;
    throw new UsageError(
      `"${name}" is in several projects. Say which: ${(isTold ? ways : found.map(({ id }) => id)).join(', ')}.`,
    );
  }
  return first;
}

/** As the app finds it, without regard to case, where that hides no resource. Throws a `UsageError` where it could be several. */
function findProfile(name: string, { list, status: { profiles } }: Known): Report['profiles'][number] | undefined {
  const exact = profiles.find((each) => each.name === name || each.id === name);
  if (exact || list.some(named(name))) return exact;
  const found = profiles.filter((each) => isSameName(each.name, name));
  if (found.length > 1)
    throw new UsageError(
      `"${name}" may be several profiles. Say which, with its capitals: ${found.map((each) => each.name).join(', ')}.`,
    );
  return found[0];
}

/** The forwards that the names mean, each once: those of profiles, services and addons. Throws a `UsageError`. */
export function findForwards(names: readonly string[], known: Known): readonly ResourceReport[] {
  const { list } = known;
  const byId = new Map(list.map((each) => [each.id, each]));
  const found = names.flatMap((name) => {
    const profile = findProfile(name, known);
    if (!profile) return [findResource(name, list)];
    return profile.forwards.flatMap((id) => byId.get(id) ?? []);
  });
  return [...new Map(found.map((each) => [each.id, each])).values()];
}

/** Those of the project's file in this folder. Throws a `UsageError` without one, or a `Failure` where it is wrong. */
export function forwardsOfFile(folder: string, list: readonly ResourceReport[]): readonly ResourceReport[] {
  const file = join(folder, PROJECT_FILE);
  if (!existsSync(file)) throw new UsageError(`Say what to forward, or put a ${PROJECT_FILE} into this folder.`);
  const { forwards } = parsePortsideFile(readFileSync(file, 'utf8'));
  return forwards.map((forward) => {
    const [type, resource] =
      'service' in forward && forward.service !== undefined
        ? (['service', forward.service] as const)
        : (['addon', forward.addon ?? ''] as const);
    const { team, project } = forward;
    const within = team === undefined ? list : list.filter((each) => each.team === team);
    return findResource(`${project}/${type}/${resource}`, within);
  });
}
