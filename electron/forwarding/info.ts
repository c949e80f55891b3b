import type { Tunnel } from '../contract/forward.ts';
import { describe, type Problem } from '../contract/problem.ts';
import { addressOf } from '../contract/session.ts';
import type { Outcome } from './board.ts';
import type { Wanted } from './holds.ts';
import { conflictSentence, leadingTo, type KeptNames } from './names.ts';
import type { PortForwardingInfo, PortForwardingResult } from './types.ts';

/** What one port looks like to a program; undefined while it is bound nowhere. */
export function infoOf(tunnel: Tunnel, { target, withNames }: Wanted): PortForwardingInfo | undefined {
  const { port, hostnames, instance, status } = tunnel;
  const address = addressOf(tunnel);
  if (!address) return undefined;
  const notice = status.kind === 'open' ? status.notice : undefined;
  return {
    type: target.kind,
    projectId: target.projectId,
    id: target.resourceId,
    hostnames: [...hostnames],
    ipOnly: !withNames,
    port: address.port,
    address: address.host,
    protocol: port.protocol as NonNullable<PortForwardingInfo['protocol']>,
    ...(port.name !== undefined && { portName: port.name }),
    portRemote: port.number,
    ...(instance !== undefined && { instance }),
    ...(notice && { notice: sentence(notice) }),
  };
}

/** For a program that has its answer and is told no more of what could not be forwarded. */
export function sentence({ code, args }: Problem): string {
  return describe({ code, args: { ...args, isWaited: 0 } }).text;
}

export function failed(problem: Problem): PortForwardingResult {
  return { error: { message: sentence(problem) } };
}

/** With `kept` the names are those that lead there, and what others have is said. */
export function resultOf(outcome: Outcome, wanted: Wanted, kept?: KeptNames): PortForwardingResult {
  if ('problem' in outcome) return failed(outcome.problem);
  const data = infoOf(outcome.tunnel, wanted);
  if (!data) return { error: { message: `${wanted.target.resourceId} is closing.` } };
  if (!kept) return { data };
  const lost = kept.conflicts.filter(({ name }) => data.hostnames.includes(name)).map(conflictSentence);
  const notice = [...(data.notice ? [data.notice] : []), ...lost].join(' ');
  return { data: { ...data, hostnames: leadingTo(data.address, data.hostnames, kept), ...(notice && { notice }) } };
}
