import { useSend } from '../send.ts';
import { text } from '../text/text.ts';
import { Ask } from '../ui/ask.tsx';
import { useMoves, useView } from '../view.ts';

export function ResetDialog() {
  const send = useSend();
  const { lay } = useMoves();
  const open = useView((view) => view.over?.kind === 'reset');
  return (
    <Ask
      open={open}
      title={text.settings.resetAsk}
      action={text.settings.resetDo}
      onConfirm={() => void send({ type: 'settings.reset' })}
      onClose={() => lay(undefined)}
    >
      {text.settings.resetText}
    </Ask>
  );
}
