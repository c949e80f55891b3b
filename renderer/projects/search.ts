import { addressOf } from '../../electron/contract/session.ts';
import type { Resource } from '../../electron/contract/catalog.ts';
import type { Forward } from '../../electron/contract/forward.ts';
import { addressText } from '../forwards/places.tsx';
import { wordsOf } from '../palette/score.ts';
import { text } from '../text/text.ts';
import { typeName } from './resource-words.ts';

type Candidate = {
  readonly resource: Resource;
  readonly forward?: Forward | undefined;
  /** Name of its project. */
  readonly project?: string | undefined;
};

function haystack({ resource, forward, project }: Candidate): string {
  const words: (string | number)[] = [
    project ?? '',
    resource.name,
    resource.target.resourceId,
    resource.type,
    typeName(resource.type),
    text.state[resource.state],
    resource.version ?? '',
    ...resource.tags,
  ];
  for (const port of resource.ports ?? []) words.push(port.number, port.name ?? '', port.protocol);
  for (const tunnel of Object.values(forward?.tunnels ?? {})) {
    const address = addressOf(tunnel);
    words.push(tunnel.port.number, tunnel.port.name ?? '', ...tunnel.hostnames);
    if (address) words.push(addressText(address));
  }
  return words.join('\n').toLocaleLowerCase();
}

/** Whether every word of the query occurs in what is known of the resource and its forward. */
export function matches(candidate: Candidate, query: string): boolean {
  const words = wordsOf(query);
  if (words.length === 0) return true;
  const hay = haystack(candidate);
  return words.every((word) => hay.includes(word));
}
