import { ChevronRight } from 'lucide-react';
import { manualEntries, renderManualLines } from '../../electron/contract/hostnames.ts';
import { useSend } from '../send.ts';
import { useSession } from '../session.ts';
import { text } from '../text/text.ts';
import { CopyButton } from '../ui/copy-button.tsx';

const MOST_ROWS = 7;

/** The lines themselves, for a hosts file that Portside may not write, or that of another machine. */
export function ManualLines() {
  const send = useSend();
  const kept = useSession((state) => state.hostnames.state === 'kept');
  const needed = useSession((state) => state.hostnames.state === 'unavailable');
  const lines = useSession((state) => renderManualLines(manualEntries(state)));
  return (
    <details className="names-section manual" open={needed}>
      <summary className="manual-summary">
        <ChevronRight size={14} strokeWidth={2} aria-hidden />
        {kept ? text.hostnames.manualKept : text.hostnames.manual}
      </summary>
      {lines === '' ? (
        <p className="names-hint">{text.hostnames.manualNone}</p>
      ) : (
        <>
          {kept ? null : <p className="names-hint">{text.hostnames.manualText}</p>}
          <textarea
            className="manual-lines mono scroll"
            aria-label={text.hostnames.manualLines}
            readOnly
            wrap="off"
            spellCheck={false}
            rows={Math.min(MOST_ROWS, lines.split('\n').length - 1)}
            value={lines}
          />
          <CopyButton small label={text.hostnames.manualCopy} copy={() => send({ type: 'copy.hosts-lines' })} />
        </>
      )}
    </details>
  );
}
