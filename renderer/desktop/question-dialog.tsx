import { useState } from 'react';
import type { Desktop, Question } from '../../electron/contract/desktop.ts';
import { useSend } from '../send.ts';
import { useSession } from '../session.ts';
import { text } from '../text/text.ts';
import { Button } from '../ui/button.tsx';
import { Sheet } from '../ui/sheet.tsx';
import '../ui/ask.css';

function wordsOf(question: Question | undefined, tray: Desktop['tray']) {
  const words = text.question;
  return question?.kind === 'quit'
    ? { title: words.quitTitle, lines: [words.quitText(question.forwards, question.connections)] }
    : { title: words.closeTitle, lines: [words.closeText[tray], words.closeNote] };
}

/** What the app asks before it leaves. The harmless answer stands first and gets the focus. */
export function QuestionDialog() {
  const send = useSend();
  const question = useSession((state) => state.desktop.question);
  const tray = useSession((state) => state.desktop.tray);
  // The words stay while the dialog fades.
  const [last, setLast] = useState(question);
  if (question && question !== last) setLast(question);
  const answer = (given: 'keep' | 'quit' | 'cancel') => void send({ type: 'question.answer', answer: given });
  const { title, lines } = wordsOf(question ?? last, tray);
  const isQuit = (question ?? last)?.kind === 'quit';
  return (
    <Sheet open={question !== undefined} from="center" label={title} onClose={() => answer('cancel')}>
      <div className="ask">
        <h2 className="ask-title">{title}</h2>
        {lines.map((line) => (
          <p className="ask-text" key={line}>
            {line}
          </p>
        ))}
        <div className="ask-buttons">
          <Button look={isQuit ? 'plain' : 'primary'} onClick={() => answer(isQuit ? 'cancel' : 'keep')}>
            {text.question.keep}
          </Button>
          <Button look={isQuit ? 'danger' : 'plain'} onClick={() => answer('quit')}>
            {text.question.quit}
          </Button>
        </div>
      </div>
    </Sheet>
  );
}
