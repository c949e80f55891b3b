import { useEffect } from 'react';
import { parseResourceKey, projectKey } from '../../electron/contract/catalog.ts';
import type { Place } from '../../electron/contract/desktop.ts';
import { useSend } from '../send.ts';
import { useSession, useSessionCopy } from '../session.ts';
import { type Moves, type Page, useMoves } from '../view.ts';

function pageOf(key: string, isKnown: (project: string) => boolean): Page {
  const target = parseResourceKey(key);
  const project = target && projectKey(target.accountId, target.teamId, target.projectId);
  return project !== undefined && isKnown(project) ? { kind: 'project', key: project } : { kind: 'live' };
}

function go(place: Place, moves: Moves, isKnown: (project: string) => boolean): void {
  if (place.kind === 'settings') moves.showSettings(place.section);
  else if (place.kind === 'sign-in') moves.lay({ kind: 'sign-in', accountId: place.accountId });
  else if (place.kind === 'profile') moves.show({ kind: 'profile', id: place.id });
  else {
    moves.show(pageOf(place.key, isKnown));
    moves.select(place.key);
  }
}

/** Goes where the tray, a notice or a link has asked the window to lead, once. */
export function FollowPlace(): null {
  const send = useSend();
  const copy = useSessionCopy();
  const moves = useMoves();
  const place = useSession((state) => state.desktop.place);
  useEffect(() => {
    if (!place) return;
    go(place, moves, (project) => copy.read()?.projects[project] !== undefined);
    void send({ type: 'window.arrived' });
  }, [place, moves, copy, send]);
  return null;
}
