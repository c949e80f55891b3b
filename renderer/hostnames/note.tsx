import { ChevronRight } from 'lucide-react';
import { useSession } from '../session.ts';
import { text } from '../text/text.ts';
import { useMoves } from '../view.ts';
import { sayHostnames } from './state.ts';
import './note.css';

/** Below the names of a forward while they do not lead here: says so, and opens the dialog. */
export function HostnamesNote() {
  const { lay } = useMoves();
  const hostnames = useSession((state) => state.hostnames);
  if (hostnames.state === 'kept') return null;
  const { icon: Icon, tone } = sayHostnames(hostnames);
  return (
    <button type="button" className="names-note" aria-haspopup="dialog" onClick={() => lay({ kind: 'hostnames' })}>
      <Icon className="names-shield" data-tone={tone} size={16} strokeWidth={1.75} aria-hidden />
      <span className="truncate">{text.hostnames.note[hostnames.state]}</span>
      <ChevronRight size={16} strokeWidth={1.75} aria-hidden />
    </button>
  );
}
