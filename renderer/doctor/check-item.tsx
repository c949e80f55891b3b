import {
  CircleAlert,
  CircleCheck,
  CircleDashed,
  CircleMinus,
  LoaderCircle,
  type LucideIcon,
  TriangleAlert,
} from 'lucide-react';
import type { Check, CheckId, CheckState, Cure, Finding } from '../../electron/contract/doctor.ts';
import { doctorWords, sayFinding } from '../../electron/contract/text/doctor.ts';
import { text } from '../text/text.ts';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { sayCure, useCure } from './use-cure.ts';

const ICONS: Readonly<Record<CheckState, LucideIcon>> = {
  waiting: CircleDashed,
  running: LoaderCircle,
  ok: CircleCheck,
  warning: TriangleAlert,
  problem: CircleAlert,
  skipped: CircleMinus,
};

function FindingPart({
  check,
  index,
  finding,
}: {
  readonly check: CheckId;
  readonly index: number;
  readonly finding: Finding;
}) {
  const cure = useCure(check, index);
  const { cures = [] } = finding;
  const lines = cures.flatMap((each) => (each.kind === 'terminal' ? [each] : []));
  const deeds = cures.filter((each): each is Exclude<Cure, { kind: 'terminal' }> => each.kind !== 'terminal');
  return (
    <li className="finding">
      <p className="finding-text selectable">{sayFinding(finding)}</p>
      {deeds.length > 0 ? (
        <div className="finding-cures">
          {deeds.map((each) => (
            <Button key={each.kind} small onClick={() => void cure(each)}>
              {sayCure(each)}
            </Button>
          ))}
        </div>
      ) : null}
      {lines.map((each) => (
        <div className="finding-line" key={each.line}>
          <code className="selectable" title={text.doctor.line}>
            {each.line}
          </code>
          <CopyButton small label={sayCure(each)} copy={() => cure(each)} />
        </div>
      ))}
    </li>
  );
}

/** One check: its state as a sign and a word, what was found, and what helps. */
export function CheckItem({ id, state, findings }: Check) {
  const Icon = ICONS[state];
  const { titles, waiting } = doctorWords();
  return (
    <li className="check" data-state={state}>
      <Icon
        className={state === 'running' ? 'check-icon spin' : 'check-icon'}
        size={16}
        strokeWidth={1.75}
        aria-hidden
      />
      <div className="check-words">
        <h4 className="check-title">
          {titles[id]}
          <span className="visually-hidden">: {text.doctor.state[state]}</span>
        </h4>
        {state === 'waiting' || state === 'running' ? (
          <p className="finding-text">{waiting[state]}</p>
        ) : (
          <ul className="findings">
            {findings.map((finding, index) => (
              <FindingPart key={sayFinding(finding)} check={id} index={index} finding={finding} />
            ))}
          </ul>
        )}
      </div>
    </li>
  );
}
