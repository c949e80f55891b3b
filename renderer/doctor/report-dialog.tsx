import { LoaderCircle, Save } from 'lucide-react';
import { useEffect } from 'react';
import { useSend } from '../send.ts';
import { useSession } from '../session.ts';
import { text } from '../text/text.ts';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { DialogHead } from '../ui/dialog-head.tsx';
import { useWidth } from '../ui/media.ts';
import { Sheet } from '../ui/sheet.tsx';
import { useMoves, useView } from '../view.ts';
import './report-dialog.css';

/** Shown before anything is copied or saved: what leaves the app is what stands here. */
function Preview() {
  const send = useSend();
  const report = useSession((state) => state.report);
  useEffect(() => {
    void send({ type: 'report.make' });
    return () => void send({ type: 'report.dismiss' });
  }, [send]);
  const isReady = report.state === 'ready';
  return (
    <div className="dialog-body">
      <p className="dialog-lead">{text.report.lead}</p>
      {isReady ? (
        // Scrolled by keyboard too.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <section className="report-text selectable scroll" tabIndex={0} aria-label={text.report.preview}>
          {report.markdown}
        </section>
      ) : (
        <output className="report-text report-making">
          <LoaderCircle className="spin" size={16} strokeWidth={1.75} aria-hidden />
          {text.report.making}
        </output>
      )}
      <div className="dialog-buttons">
        <Button icon={Save} disabled={!isReady} onClick={() => void send({ type: 'report.save' })}>
          {text.report.save}
        </Button>
        <CopyButton label={text.report.copy} disabled={!isReady} copy={() => send({ type: 'report.copy' })} />
      </div>
    </div>
  );
}

export function ReportDialog() {
  const { lay } = useMoves();
  const compact = useWidth() === 'compact';
  const open = useView((view) => view.over?.kind === 'report');
  const close = () => lay(undefined);
  return (
    <Sheet open={open} from={compact ? 'bottom' : 'center'} wide label={text.report.title} onClose={close}>
      <DialogHead title={text.report.title} close={text.report.close} onClose={close} />
      <Preview />
    </Sheet>
  );
}
