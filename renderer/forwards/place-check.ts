import { resourceName } from '../../electron/contract/catalog.ts';
import type { ForwardId, LocalAddress } from '../../electron/contract/forward.ts';
import { isLoopback } from '../../electron/contract/loopback.ts';
import type { CalmState } from '../../electron/contract/session.ts';
import { addressOf } from '../../electron/contract/session.ts';
import { text } from '../text/text.ts';

type Draft = { readonly host: string; readonly port: string };
type DraftCheck = {
  readonly host?: string;
  readonly port?: string;
  /** What to send; absent where something is wrong. An empty field is automatic. */
  readonly choice?: Partial<LocalAddress>;
};

const { place: said } = text;

function portOf(typed: string): number | undefined {
  const port = Number(typed);
  return /^\d{1,5}$/.test(typed) && port >= 1 && port <= 65_535 ? port : undefined;
}

/** Whose port is at this address already: another port of this computer's forwards. */
function ownerOf(state: CalmState, own: { id: ForwardId; port: number }, wanted: LocalAddress): string | undefined {
  for (const forward of Object.values(state.forwards)) {
    for (const tunnel of Object.values(forward.tunnels)) {
      const address = addressOf(tunnel);
      if (forward.id === own.id && tunnel.port.number === own.port) continue;
      if (address?.host === wanted.host && address.port === wanted.port)
        return resourceName(state.resources[forward.id], forward.id);
    }
  }
  return undefined;
}

/** Checks what stands in the form, at each letter. */
export function checkDraft(state: CalmState, own: { id: ForwardId; port: number }, draft: Draft): DraftCheck {
  const host = draft.host.trim();
  const typed = draft.port.trim();
  const port = portOf(typed);
  const wrongHost = host !== '' && !isLoopback(host) ? said.hostWrong : undefined;
  const wrongPort = typed !== '' && port === undefined ? said.portWrong : undefined;
  if (wrongHost || wrongPort) return { ...(wrongHost && { host: wrongHost }), ...(wrongPort && { port: wrongPort }) };
  const owner = host && port ? ownerOf(state, own, { host, port }) : undefined;
  if (owner !== undefined) return { port: said.taken(owner) };
  return { choice: { ...(host && { host }), ...(port !== undefined && { port }) } };
}
