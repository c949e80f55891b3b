import { useSession } from '../session.ts';
import { useMoves } from '../view.ts';
import { type HostnamesSay, sayHostnames } from './state.ts';
import './foot.css';

function useSay(): HostnamesSay {
  return sayHostnames(useSession((state) => state.hostnames));
}

/** Whether cluster names lead here, at the sidebar's foot; the way to the dialog. */
export function HostnamesFoot() {
  const { lay } = useMoves();
  const { icon: Icon, tone, title, about } = useSay();
  return (
    <button
      type="button"
      className="names-foot"
      title={`${title}: ${about}`}
      aria-haspopup="dialog"
      onClick={() => lay({ kind: 'hostnames' })}
    >
      <Icon className="names-shield" data-tone={tone} size={16} strokeWidth={1.75} aria-hidden />
      <span className="names-foot-words">
        <span className="names-foot-title truncate">{title}</span>
        <span className="visually-hidden">: </span>
        <span className="names-foot-about truncate">{about}</span>
      </span>
    </button>
  );
}

/** The same in few words, for the compact window's status bar. */
export function HostnamesStatus() {
  const { lay } = useMoves();
  const { icon: Icon, tone, title, about } = useSay();
  return (
    <button
      type="button"
      className="names-status"
      title={`${title}: ${about}`}
      aria-haspopup="dialog"
      onClick={() => lay({ kind: 'hostnames' })}
    >
      <Icon className="names-shield" data-tone={tone} size={14} strokeWidth={1.75} aria-hidden />
      <span className="truncate">{title}</span>
    </button>
  );
}
