import { parseResourceKey } from '../contract/catalog.ts';
import type { Wish } from '../contract/forward.ts';
import { Failure } from '../contract/failure.ts';
import { choiceOf, MAX_ENTRIES, type Profile } from '../contract/profile.ts';
import { MAX_FILE_BYTES, type Need, type Proposal, type UnknownNeed } from '../contract/proposal.ts';
import { findNeeds, type Known } from './find-needs.ts';
import { parsePortsideFile, toPortsideFile, type LocatedForward } from './portside-file.ts';

type TextFile = { readonly name: string; readonly text: string };

/** The resources that a forward of a file means, in every account that knows them. */
function targetsOf(
  { team, project, service, addon }: Pick<LocatedForward, 'team' | 'project' | 'service' | 'addon'>,
  { resources }: Known,
): readonly string[] {
  const kind = service === undefined ? 'addon' : 'service';
  const id = service ?? addon;
  return Object.values(resources)
    .filter(({ target }) => target.kind === kind && target.resourceId === id && target.projectId === project)
    .filter(({ target }) => team === undefined || target.teamId === undefined || target.teamId === team)
    .map(({ key }) => key);
}

const mapLocal = <T, U>(local: Readonly<Record<string, T>>, change: (value: T) => U): Readonly<Record<string, U>> =>
  Object.fromEntries(Object.entries(local).map(([port, value]) => [port, change(value)]));

/** Ports only: addresses belong to a computer. */
function localPorts(local: Wish['local']): Record<string, number> | undefined {
  const given = Object.entries(local ?? {}).flatMap(([remote, { port }]) =>
    port === undefined ? [] : [[remote, port]],
  );
  return given.length === 0 ? undefined : (Object.fromEntries(given) as Record<string, number>);
}

function fromPortsideFile(file: TextFile, known: Known): Proposal {
  const { name, forwards } = parsePortsideFile(file.text);
  const needs = new Map<string, Need>();
  const unknown: UnknownNeed[] = [];
  for (const each of forwards) {
    const { local, ...forward } = each;
    const { line, project, service, addon } = forward;
    const targets = targetsOf(forward, known);
    if (targets.length === 0) unknown.push({ name: service ?? addon ?? '', project, line });
    const choice = choiceOf({ ...forward, ...(local && { local: mapLocal(local, (port) => ({ port })) }) });
    for (const [index, id] of targets.entries()) needs.set(id, { ...choice, id, line, isSure: index === 0 });
  }
  return {
    state: 'ready',
    file: file.name,
    kind: 'portside',
    ...(name !== undefined && { name }),
    needs: [...needs.values()].slice(0, MAX_ENTRIES),
    unknown,
  };
}

/** What a file would do here; throws a `Failure` where it cannot be read. Everything but `.yaml` of ours is searched for hosts. */
export function readNeeds(file: TextFile, known: Known): Proposal {
  if (file.text.length > MAX_FILE_BYTES) {
    throw new Failure('file-too-large', { args: { file: file.name, kilobytes: MAX_FILE_BYTES / 1024 } });
  }
  if (/portside[^/\\]*\.ya?ml$/i.test(file.name)) return fromPortsideFile(file, known);
  const needs = findNeeds(file.text, known).slice(0, MAX_ENTRIES);
  return { state: 'ready', file: file.name, kind: 'env', needs, unknown: [] };
}

/** A profile as a file for the team: ids and choices, no account, no address, no secret. */
export function writeProfile({ name, entries }: Profile): TextFile {
  const forwards = Object.entries(entries).flatMap(([id, choice]) => {
    const target = parseResourceKey(id);
    if (!target) return [];
    const { teamId, projectId, kind, resourceId } = target;
    const { ports, instance, restore } = choice;
    const local = localPorts(choice.local);
    return [
      {
        ...(teamId !== undefined && { team: teamId }),
        project: projectId,
        [kind]: resourceId,
        ...(ports && { ports: [...ports] }),
        ...(local && { local }),
        ...(instance !== undefined && { instance }),
        ...(restore && { restore }),
      },
    ];
  });
  if (forwards.length === 0)
    throw new Failure('portside-file-wrong', { args: { reason: 'this profile has no forwards' } });
  return { name: '.portside.yaml', text: toPortsideFile({ name, forwards }) };
}
